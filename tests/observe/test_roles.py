"""Roles are found where they were planted and nowhere else; scores are what loops over plain patterns give."""

import dataclasses

import pytest
import torch
from transformers import GPT2Config, GPT2LMHeadModel

from cutaway.errors import DataError, PromptError
from cutaway.model import LanguageModel
from cutaway.observe import ROLES, RoleCheck, head_roles
from cutaway.observe._role_checks import copying_effect, sink_trial
from cutaway.observe._role_scores import preference, repeated, repeated_scores, series
from families import VOCAB, tiny

TOKENS, SIZE = 40, 40
ON_REPEATED = ["previous_token", "duplicate_token", "induction"]


def planted(*, looks_back: bool = True) -> LanguageModel:
    """Two layers without MLPs: 0.1 looks at the token before and writes which it was elsewhere in the stream; 1.2 looks
    for where that is the token at hand, and writes the token it finds there. All else is zero.

    The stream has a block for tokens, one for positions and one for what 0.1 writes.
    """
    config = GPT2Config(
        vocab_size=TOKENS, n_positions=SIZE, n_embd=3 * SIZE, n_head=3, n_layer=2, n_inner=8, resid_pdrop=0.0
    )
    model = GPT2LMHeadModel(config).eval()
    one, width = torch.eye(SIZE), 3 * SIZE
    token, place, before = (slice(i * SIZE, (i + 1) * SIZE) for i in range(3))
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.fill_(1.0 if "ln_" in name and name.endswith("weight") else 0.0)
        model.transformer.wte.weight[:, token] = one
        model.transformer.wpe.weight[:, place] = one

        def set_head(layer, head, *, q, k, v, out):
            attention = model.transformer.h[layer].attn
            own = slice(head * SIZE, (head + 1) * SIZE)
            for offset, (rows, value) in enumerate((q, k, v)):
                columns = slice(offset * width + own.start, offset * width + own.stop)
                attention.c_attn.weight[rows, columns] = value
            attention.c_proj.weight[own, out[0]] = out[1]

        earlier = torch.roll(one, -1, dims=1) if looks_back else one
        set_head(0, 1, q=(place, 2 * earlier), k=(place, one), v=(token, one), out=(before, 0.3 * one))
        set_head(1, 2, q=(token, 2 * one), k=(before, one), v=(token, one), out=(token, 2 * one))
    return LanguageModel(model)


@pytest.fixture(scope="module")
def circuit():
    return planted()


@pytest.fixture(scope="module")
def found(circuit):
    return head_roles(circuit, roles=ON_REPEATED, length=15, draws=9)


def test_planted_heads_are_found_and_no_others(found):
    assert found.holders == {"previous_token": ((0, 1),), "duplicate_token": (), "induction": ((1, 2),)}
    assert float(found.score("previous_token")[0, 1]) > 0.95
    assert float(found.score("induction")[1, 2]) > 0.9
    assert found.roles_of(1, 2) == ("induction",) and found.roles_of(1, 1) == ()
    assert found.strongest("induction", 1)[0][0] == (1, 2)


def test_planted_roles_are_confirmed_by_ablation(found):
    for role, head in (("previous_token", (0, 1)), ("induction", (1, 2))):
        check = found.checks[role]
        assert check.confirmed and check.heads == (head,) and check.beaten_by == 0
        torch.testing.assert_close(check.alone[0], check.effect)
        assert float(check.control.abs().max()) < 0.1  # all but the other planted head say nothing
        assert float(check.effect.mean()) > 0.5
    assert {f.grade for f in found.findings()} == {"causal"}
    assert all("confirmed" in f.claim and f.control is not None for f in found.findings(command="again"))


def test_the_effect_of_a_check_is_that_of_a_plain_edited_model(circuit, found):
    """Mean ablation of the induction head leaves what it always says; the loss by plain transformers."""
    from cutaway.observe._role_checks import repeated_trial

    trial = repeated_trial(circuit, n=10, length=15, seed=2, at="second")
    ids = repeated(circuit, 10, 15, seed=2)
    reference = circuit.run(repeated(circuit, 6, 15, seed=3), read=["z.1.2"])["z.1.2"].mean(0)
    check = found.checks["induction"]
    for row, prompt in enumerate(trial.tokens.rows):
        target = int(ids[row, len(prompt)])
        losses = []
        for edited in (False, True):

            def hook(module, args, edited=edited):
                z = args[0].clone()
                if edited:
                    z[0, 15:, 2 * SIZE :] = reference[15 : z.shape[1]]
                return (z,)

            handle = circuit.hf.transformer.h[1].attn.c_proj.register_forward_pre_hook(hook)
            with torch.no_grad():
                logits = circuit.hf(torch.tensor([prompt])).logits[0, -1]
            handle.remove()
            losses.append(float(-logits.log_softmax(-1)[target]))
        assert float(check.effect[row]) == pytest.approx(losses[1] - losses[0], abs=1e-4)


def test_a_circuit_that_is_cut_has_no_induction_head():
    cut = head_roles(planted(looks_back=False), roles=ON_REPEATED, length=15, checked=False)
    assert cut.holders["induction"] == () and cut.holders["previous_token"] == ()
    assert cut.holders["duplicate_token"] == ((1, 2),)  # what is left of it looks for the token itself
    (finding,) = cut.findings()
    assert finding.grade == "observed" and cut.checks == {}


def test_prefix_matching_without_copying_is_no_induction_head():
    model = planted()
    with torch.no_grad():
        model.hf.transformer.h[1].attn.c_proj.weight.mul_(-1)
    lm = LanguageModel(model.hf)
    result = head_roles(lm, roles=["induction"], length=15, checked=False)
    assert float(result.score("induction")[1, 2]) > 0.9
    assert result.holders["induction"] == () and result.copies[1, 2][2] < 0
    assert float(result.copying[1, 2]) < -0.9


def test_copying_is_what_the_logit_loses(circuit):
    (raised,) = copying_effect(circuit, [(1, 2)], n=3, length=15, seed=5)
    ids, reference = repeated(circuit, 3, 15, seed=5), repeated(circuit, 6, 15, seed=6)
    mean = circuit.run(reference, read=["z.1.2"])["z.1.2"].mean(0)
    for row in range(3):
        prompt, lead = ids[row], []
        for edited in (False, True):

            def hook(module, args, edited=edited):
                z = args[0].clone()
                if edited:
                    z[0, 15:29, 2 * SIZE :] = mean[15:29]
                return (z,)

            handle = circuit.hf.transformer.h[1].attn.c_proj.register_forward_pre_hook(hook)
            with torch.no_grad():
                logits = circuit.hf(prompt[None]).logits[0]
            handle.remove()
            values = []
            for t in range(15, 29):
                others = [int(i) for i in prompt[:15] if int(i) != int(prompt[t + 1])]
                values.append(float(logits[t, prompt[t + 1]] - logits[t, others].mean()))
            lead.append(sum(values) / len(values))
        assert float(raised[row]) == pytest.approx(lead[0] - lead[1], abs=1e-3)


def test_scores_are_what_loops_over_plain_patterns_give():
    lm = LanguageModel(tiny("gpt2"))
    n, length = 3, 9
    measured = repeated_scores(lm, n=n, length=length, seed=4)
    for shuffled in (False, True):
        ids = repeated(lm, n, length, seed=4, shuffled=shuffled)
        model = tiny("gpt2")
        model.set_attn_implementation("eager")
        with torch.no_grad():
            patterns = torch.stack(model(ids, output_attentions=True).attentions)
        for row in range(n):
            p = patterns[2, row, 3]
            later = range(length, 2 * length)
            expected = {
                "induction": sum(float(p[t, t - length + 1]) for t in later) / length,
                "duplicate_token": sum(float(p[t, t - length]) for t in later) / length,
            }
            for role, value in expected.items():
                kept = measured[role].baseline if shuffled else measured[role].per_row
                assert float(kept[row, 2, 3]) == pytest.approx(value, rel=1e-4)
            if not shuffled:
                every = range(1, 2 * length)
                previous = sum(float(p[t, t - 1]) for t in every) / len(every)
                others = sum(float(p[t].sum() - p[t, t - 1]) / t for t in every) / len(every)
                sink = sum(float(p[t, 0]) for t in every) / len(every)
                assert float(measured["previous_token"].per_row[row, 2, 3]) == pytest.approx(previous, rel=1e-4)
                assert float(measured["previous_token"].baseline[row, 2, 3]) == pytest.approx(others, rel=1e-4)
                assert float(measured["attention_sink"].per_row[row, 2, 3]) == pytest.approx(sink, rel=1e-4)


def test_repeated_lists_say_each_token_twice_and_shuffled_ones_in_another_order():
    lm = LanguageModel(tiny("llama"))
    ids, mixed = repeated(lm, 4, 20, seed=1), repeated(lm, 4, 20, seed=1, shuffled=True)
    assert torch.equal(ids[:, :20], ids[:, 20:]) and torch.equal(ids[:, :20], mixed[:, :20])
    assert all(len(set(row.tolist())) == 20 for row in ids)
    assert torch.equal(mixed[:, 20:].sort().values, ids[:, 20:].sort().values)
    assert not torch.equal(mixed[:, 20:], ids[:, 20:])


@pytest.mark.parametrize("family", ["llama", "gpt2", "gemma3_text"])
def test_preference_is_the_share_of_rivals_that_the_own_logit_beats(family):
    """A head that looks at one place only, its output straight through final norm and unembedding."""
    from cutaway.model import apply

    lm = LanguageModel(tiny(family))
    ids = torch.tensor([[5, 9, 13, 2, 44, 71]])

    def first(pattern, context):
        return torch.zeros_like(pattern).index_fill(-1, torch.tensor([2]), 1.0)

    run = lm.run(ids, read=["v.1", "head_out.1", "resid_post"], edits=apply("pattern.1", first, pos=[-1]))
    among = torch.arange(VOCAB)[None]
    shown = preference(lm, 1, run["v.1"][:, 2:3], torch.tensor([[13]]), among)[0, 0]
    frozen = lm.final_norm.frozen(run["resid_post"][-1, 0, -1])
    for head in range(lm.n_heads):
        logits = lm.W_U @ frozen(run["head_out.1"][0, -1, head])
        share = float((logits[13] > logits).sum()) / (VOCAB - 1)
        assert float(shown[head]) == pytest.approx(2 * share - 1, abs=0.03)


def test_withholding_the_first_position_keeps_what_a_row_sums_to():
    lm = LanguageModel(tiny("gpt_oss"))  # its rows sum to less than one
    trial = sink_trial(lm, n=5, length=8, seed=0)
    ids = trial.tokens.ids[:1, : int(trial.tokens.lengths[0])]
    plain = lm.run(ids, read=["pattern.1.2"])["pattern.1.2"][0, -1]
    edited = lm.run(ids, read=["pattern.1.2"], edits=trial.edit((1, 2), 0))["pattern.1.2"][0, -1]
    assert float(edited[0]) == 0
    assert float(edited.sum()) == pytest.approx(float(plain.sum()), rel=1e-5)
    torch.testing.assert_close(edited[1:] / edited.sum(), plain[1:] / plain[1:].sum(), rtol=1e-4, atol=1e-6)


def check_of(effect, control) -> RoleCheck:
    return RoleCheck(
        role="induction", heads=((0, 1),), behaviour="the loss rises", how="mean ablation", plain=2.0,
        effect=torch.tensor(effect), control=torch.tensor(control), alone=torch.tensor([effect]),
    )  # fmt: skip


def test_a_check_is_passed_only_where_random_heads_do_less_and_the_sign_is_right():
    small = [[0.1, 0.0, 0.1, -0.1, 0.0, 0.1]] * 10
    effect = [1.0, 1.2, 0.9, 1.1, 1.0, 1.3]
    assert check_of(effect, small).confirmed
    assert not check_of([-x for x in effect], small).confirmed
    assert check_of([-x for x in effect], small).finding().grade == "observed"
    assert not check_of(small[0], [effect] * 10).confirmed
    rivals = check_of(effect, [*small[:8], [1.5] * 6, [1.6] * 6])
    assert rivals.beaten_by == 2 and not rivals.confirmed and rivals.finding().grade == "observed"
    assert "not confirmed" in rivals.finding().claim


def test_without_a_tokenizer_word_roles_are_skipped_with_the_reason(circuit):
    result = head_roles(circuit, length=15, checked=False)
    assert set(result.skipped) == {"name_mover", "s_inhibition", "negative", "successor"}
    assert all("tokenizer" in why for why in result.skipped.values())
    with pytest.raises(DataError, match=r"was not measured: .*tokenizer"):
        result.score("name_mover")
    with pytest.raises((PromptError, DataError), match="tokenizer"):
        head_roles(circuit, roles=["name_mover"], checked=False)


def test_the_json_has_a_row_for_every_head(found):
    data = found.to_json()
    assert len(data["heads"]) == 6
    row = next(row for row in data["heads"] if (row["layer"], row["head"]) == (1, 2))
    assert set(row["roles"]) == set(ON_REPEATED) and row["has"] == ["induction"]
    assert row["confirmed"] == {"induction": True} and row["alone"]["induction"] > 0.5
    assert {"role", "threshold", "heads", "check"} <= set(data["roles"][0])
    assert len(found.to_frame()) == 6 * 3


def test_the_same_seed_gives_the_same_numbers(circuit, found):
    again = head_roles(circuit, roles=ON_REPEATED, length=15, draws=9)
    assert torch.equal(again.scores, found.scores)
    assert torch.equal(again.checks["induction"].control, found.checks["induction"].control)
    other = head_roles(circuit, roles=["induction"], length=15, checked=False, seed=1)
    assert not torch.equal(other.score("induction"), found.score("induction"))


def test_bad_input_is_refused_by_name(circuit):
    with pytest.raises(DataError, match="did you mean 'induction'"):
        head_roles(circuit, roles=["inducton"])
    with pytest.raises(DataError, match="the roles are"):
        head_roles(circuit, roles=[])
    with pytest.raises(DataError, match="draws=2"):
        head_roles(circuit, draws=2)
    with pytest.raises(DataError, match="3 to 20 tokens"):
        head_roles(circuit, length=25, checked=False)


def test_smollm2_heads_are_those_known_of_it(smollm2):
    measured = repeated_scores(smollm2, n=5, length=50, seed=0)
    strongest = {}
    for role in ON_REPEATED:
        values, places = measured[role].score.flatten().topk(3)
        strongest[role] = [divmod(place, smollm2.n_heads) for place in places.tolist()]
        if role == "induction":
            assert values.tolist() == pytest.approx([0.87, 0.75, 0.73], abs=0.06)
    assert strongest["induction"] == [(18, 6), (17, 3), (17, 4)]
    assert strongest["previous_token"][:2] == [(16, 0), (11, 1)]
    assert set(strongest["duplicate_token"][:2]) == {(14, 3), (8, 0)}
    assert float(measured["induction"].shuffled.max()) < 0.05


def test_smollm2_has_a_negative_head_and_name_movers(smollm2):
    result = head_roles(smollm2, roles=["name_mover", "negative"], n_prompts=8, draws=5)
    assert set(result.holders["name_mover"]) == {(23, 0), (23, 1), (23, 7), (22, 7)}
    assert result.holders["negative"] == ((24, 4),)
    assert result.checks["negative"].confirmed
    assert {one.name for one in series(smollm2)} >= {"days", "months", "digits", "letters"}


def test_every_role_is_described():
    assert all(ROLES.values()) and dataclasses.is_dataclass(RoleCheck)
