"""Compiled programs answer as plain Python does, on all inputs, and are models like any other."""

from fractions import Fraction

import pytest
import torch
from transformers import AutoModelForCausalLM

from cutaway.errors import DataError
from cutaway.model import SITE_KINDS, LanguageModel, replace
from cutaway.planted import (
    PROGRAMS,
    PlantedConfig,
    PlantedForCausalLM,
    Program,
    aggregate,
    apply,
    combine,
    compile_program,
    given_indices,
    given_tokens,
    linear,
    select,
    selector_width,
)


@pytest.fixture(scope="module", params=PROGRAMS)
def planted(request):
    return compile_program(request.param)


def by_length(program):
    rows = [(x, answer) for x in program.inputs() if (answer := program.reference(x)) is not None]
    return [[row for row in rows if len(row[0]) == n] for n in sorted({len(x) for x, _ in rows})]


def test_the_transformer_answers_as_plain_python_on_every_input(planted):
    seen = 0
    for rows in by_length(planted.program):
        logits = planted.lm.run(planted.ids([x for x, _ in rows]), logits="last").last_logits
        expected = [planted.program.vocabulary.index(str(answer)) for _, answer in rows]
        assert logits.argmax(-1).tolist() == expected
        best = logits.topk(2).values
        assert (best[:, 0] - best[:, 1]).min() > 7.99
        seen += len(rows)
    assert seen > 100


def test_the_interpreter_says_the_same(planted):
    for rows in by_length(planted.program):
        for x, answer in rows[::5]:
            assert planted.program.answer(x) == answer


def test_every_variable_lies_where_the_compiler_says(planted):
    """The interpreter's value of every variable, read off the transformer's own stream."""
    from cutaway.planted._compile import compile_network

    compiled = compile_network(planted.program)
    inputs = [x for x, _ in planted.answered[::23]]
    stream = planted.lm.run(planted.ids(inputs), read=["resid_post"])["resid_post"][-1]
    for row, x in zip(stream, inputs, strict=True):
        for name, values in planted.program.trace(x).items():
            variable = next(v for v in planted.program.variables if v.name == name)
            dims = list(compiled.directions[name])
            for position, value in enumerate(values):
                found = row[position, dims]
                if variable.numerical:
                    assert abs(float(found[0]) - float(value)) < 1e-3, (name, x, position)
                else:
                    expected = torch.tensor([float(value == each) for each in variable.values])
                    assert (found - expected).abs().max() < 1e-3, (name, x, position)


def test_tasks_have_right_answers_and_the_model_gives_them(planted):
    task = planted.task(n=12, seed=3)
    assert len(task) == 12 and len({len(row) for row in planted.lm.tokenize(task.clean).rows}) == 1
    for pair in task.pairs:
        assert pair.answer == f" {planted.program.reference(pair.clean.split())}"
        assert pair.wrong == f" {planted.program.reference(pair.corrupted.split())}"
    assert task.evaluate(planted.lm).accuracy == 1
    held_out = planted.task(n=12, seed=3, split="heldout")
    assert not set(task.clean) & set(held_out.clean)
    assert planted.task(n=12, seed=3) == task != planted.task(n=12, seed=4)


def test_all_sites_are_there_and_writing_them_back_changes_nothing(planted):
    lm = planted.lm
    assert not lm.refused and all(check.passed for check in lm.checks)
    ids = planted.ids([x for x, _ in planted.answered[:3]])
    read = lm.run(ids, read=list(SITE_KINDS))
    for kind in SITE_KINDS:
        torch.testing.assert_close(
            lm.run(ids, edits=[replace(kind, read)]).logits, read.logits, atol=1e-4, rtol=1e-4, msg=kind
        )


def test_generation_goes_on_with_the_program():
    reverse, sort = compile_program("reverse"), compile_program("sort")
    written = reverse.lm.generate(["a b c >", "c a >"], max_new_tokens=2)
    assert written.new_text == ["c b", "a c"]
    assert sort.lm.generate("c a a >", max_new_tokens=2).new_text == ["A A"]


def test_a_planted_model_is_saved_and_opened_like_any_other(tmp_path):
    planted = compile_program("induction")
    planted.lm.hf.save_pretrained(tmp_path)
    opened = LanguageModel(AutoModelForCausalLM.from_pretrained(tmp_path), planted.lm.tokenizer)
    assert torch.equal(opened.run("a b c a").logits, planted.lm.run("a b c a").logits)


def test_a_linear_sum_of_numbers_and_a_mean_of_them():
    """Twice the share of a less the share of b, told apart by sign: uses what no program of ours uses."""
    tokens, everything = given_tokens(("a", "b")), None
    everything = select(tokens, None, lambda k: True)
    parts = [
        aggregate(
            everything,
            apply(lambda t, s=s: Fraction(t == s), tokens, name=f"is_{s}", numerical=True),
            name=f"share_{s}",
            longest=3,
        )
        for s in "ab"
    ]
    balance = linear([(parts[0], 2), (parts[1], -1)], name="balance")
    sign = apply(lambda x: "more" if x > 0 else "less" if x < 0 else "even", balance, name="sign")
    inputs = [("a", "b", "b"), ("b", "b", "b"), ("a", "a", "b"), ("b", "a", "b"), ("a",), ("b",)]
    program = Program(
        name="twice",
        output=sign,
        symbols=("a", "b"),
        length=3,
        reference=lambda x: "more" if 2 * x.count("a") > x.count("b") else "less" if "a" not in x else "even",
        inputs=lambda: inputs,
    )
    planted = compile_program(program)
    for x in inputs:
        assert planted.lm.run(planted.ids([x])).last_logits.argmax() == program.vocabulary.index(program.reference(x))
    assert bool(planted.wired[planted.graph.edge("mlp_out.1->mlp_in.2")])


class TestRefusals:
    def test_numbers_are_not_compared_or_combined(self):
        tokens = given_tokens(("a", "b"))
        number = apply(lambda t: 1, tokens, name="one", numerical=True)
        with pytest.raises(DataError, match="make it categorical"):
            select(number, None, lambda k: True)
        with pytest.raises(DataError, match="make it categorical"):
            combine(lambda a, b: a, number, tokens, name="both")
        with pytest.raises(DataError, match="longest="):
            aggregate(select(tokens, None, lambda k: True), number, name="mean")
        with pytest.raises(DataError, match="categorical; use combine"):
            linear([(tokens, 1)], name="sum")

    def test_a_numerical_answer_has_no_token(self):
        tokens = given_tokens(("a",))
        number = apply(lambda t: 1, tokens, name="one", numerical=True)
        program = Program(
            name="p", output=number, symbols=("a",), length=2, reference=lambda x: 1, inputs=lambda: [("a",)]
        )
        with pytest.raises(DataError, match="answers with a number"):
            compile_program(program)

    def test_names_are_unique(self):
        tokens = given_tokens(("a",))
        once = apply(lambda t: t, tokens, name="same")
        program = Program(
            name="p",
            output=apply(lambda t: t, once, name="same"),
            symbols=("a",),
            length=2,
            reference=lambda x: x[-1],
            inputs=lambda: [("a",)],
        )
        with pytest.raises(DataError, match="called 'same'"):
            compile_program(program)

    def test_unknown_programs_splits_and_too_few_heads(self):
        with pytest.raises(DataError, match="did you mean 'reverse'"):
            compile_program("revers")
        with pytest.raises(DataError, match="needs 3 heads"):
            compile_program("sort", n_heads=2)
        with pytest.raises(DataError, match="no split"):
            compile_program("reverse").task(split="test")
        with pytest.raises(DataError, match="at least one"):
            compile_program("reverse").task(n=0)


def test_counting_a_selector_of_nothing_is_zero():
    tokens, indices = given_tokens(("a", "b")), given_indices(2)
    count = selector_width(select(tokens, indices, lambda k, q: k == "a" and q == 2), name="count", longest=2)
    program = Program(
        name="p",
        output=count,
        symbols=("a", "b"),
        length=2,
        reference=lambda x: x.count("a") if len(x) == 2 else 0,
        inputs=lambda: [("b", "b"), ("a", "a"), ("a",)],
    )
    planted = compile_program(program)
    for x in program.inputs():
        found = int(planted.lm.run(planted.ids([x])).last_logits.argmax())
        assert program.vocabulary[found] == str(program.reference(x)) == str(program.answer(x))


def test_the_architecture_has_norms_where_it_is_asked_to():
    config = PlantedConfig(vocab_size=9, norm="rms")
    with torch.random.fork_rng():
        lm = LanguageModel(PlantedForCausalLM(config))
    assert not lm.refused and lm.final_norm.kind == "rms"
    assert compile_program("reverse").lm.final_norm.kind == "identity"
