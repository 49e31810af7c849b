"""A corrupted prompt is found among exchanges that keep the kind of token, and judged by what the model says."""

import pytest
import torch

from cutaway.explanation._candidates import NEIGHBOURS, Exchange, exchangeable, exchanges
from cutaway.explanation._corruption import COST_BOUND, Judged, _judge, find_corruption
from cutaway.explanation._text import kind_of, reads_back, text_of
from cutaway.explanation._unrelated import unrelated
from cutaway.progress import silent

PROMPT = "When Mary and John went to the store , John gave a drink to"


@pytest.fixture(scope="module")
def tokens(lm):
    return lm.tokenize(PROMPT)


@pytest.fixture(scope="module")
def logits(lm, tokens):
    return lm.run(tokens).logits[0]


def test_exchanges_keep_the_kind_of_token_and_are_each_new(lm, tokens, logits):
    found = exchanges(lm, tokens, exchangeable(lm, tokens, 3), logits)
    ids = tokens.rows[0]
    assert {one.pos for one in found} <= set(range(13))
    assert len({(one.pos, one.token) for one in found}) == len(found)
    for one in found:
        assert one.token != ids[one.pos]
        assert kind_of(tokens.decode(one.token)) == kind_of(tokens.decode(ids[one.pos]))
        assert reads_back(lm, one.of(ids))
        assert (one.token in ids) == (one.origin == "prompt")
    assert Exchange(pos=9, token=lm.token_id("Mary"), origin="prompt") in found
    assert max(sum(one.pos == p and one.origin == "neighbour" for one in found) for p in range(13)) <= NEIGHBOURS


def test_special_tokens_and_the_last_stay(lm):
    assert exchangeable(lm, lm.tokenize([[0, 3, 4, 5]]), 3) == [1, 2]
    assert exchangeable(lm, lm.tokenize([[0, 3]]), 3) == [1]


def test_drop_and_cost_by_hand(lm, tokens, logits):
    ids, answer = tokens.rows[0], int(logits[-1].argmax())
    tried = exchanges(lm, tokens, [0, 9], logits)
    judged = _judge(lm, tokens, tried, answer, logits, silent)

    def text_log_p(ids):
        log_p = lm.run([ids]).logits[0].log_softmax(-1)
        return sum(float(log_p[i, token]) for i, token in enumerate(ids[1:]))

    assert {one.exchange.pos for one in judged} == {0, 9}
    for one in judged:
        changed = one.exchange.of(ids)
        after = lm.run([changed]).last_logits[0]
        others = after.clone()
        others[answer] = -torch.inf
        rival = int(others.argmax())
        drop = (logits[-1, answer] - logits[-1, rival]) - (after[answer] - after[rival])
        assert one.drop == pytest.approx(float(drop), rel=1e-3, abs=1e-4)
        assert one.cost == pytest.approx(text_log_p(ids) - text_log_p(changed), rel=1e-3, abs=1e-3)
        assert one.top == int(after.argmax()) and one.flips == (one.top != answer)


def test_the_prompts_own_words_go_first_then_what_flips_then_the_drop():
    def judged(origin="model", drop=1.0, cost=0.0, flips=True, same_kind=True):
        return Judged(
            exchange=Exchange(pos=1, token=1, origin=origin),
            top=0, drop=drop, cost=cost, flips=flips, same_kind=same_kind,
        )  # fmt: skip

    ranked = [
        judged("prompt", drop=2.0),
        judged(drop=9.0),
        judged(drop=9.0, cost=2.0),
        judged("prompt", drop=3.0, cost=COST_BOUND - 1),  # its own word, but where it does not fit
        judged(drop=20.0, same_kind=False),
        judged(drop=30.0, flips=False),
    ]
    orders = [one.order for one in ranked]
    assert orders[0] > orders[1] > orders[2] > orders[4] > orders[5]
    assert orders[3] < orders[2]


def test_the_best_candidate_is_chosen_and_its_others_share_its_place(lm, tokens, logits):
    answer = int(logits[-1].argmax())
    found = find_corruption(lm, tokens, answer, logits)
    ids = tokens.rows[0]
    (pos,) = [i for i, (a, b) in enumerate(zip(ids, found.ids, strict=True)) if a != b]
    for other in found.others:
        assert other != found.ids and [i for i, (a, b) in enumerate(zip(ids, other, strict=True)) if a != b] == [pos]


def test_text_of_gives_its_tokens_again(lm):
    ids = lm.tokenize(PROMPT).rows[0]
    assert text_of(lm, ids) == PROMPT and reads_back(lm, ids)
    assert text_of(lm, [0, 3, 4]) == "<s> Mary John"  # this tokenizer adds no start token, so it is written out


def test_unrelated_prompts_have_the_length_and_the_start_token(lm):
    ids = [0, *lm.tokenize(PROMPT).rows[0]]
    found = unrelated(lm, ids, 5, seed=1)
    assert all(len(row) == len(ids) and row[0] == 0 for row in found)
    assert len({tuple(row) for row in found}) == 5
    assert unrelated(lm, ids, 5, seed=1) == found != unrelated(lm, ids, 5, seed=2)
    assert len(unrelated(lm, ids * 40, 2, seed=0)[1]) == 40 * len(ids)
