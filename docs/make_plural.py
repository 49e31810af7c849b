"""The figures of docs/findings/plural.md: `python docs/make_plural.py [DICTIONARY ...]`.

What the verb becomes when one latent of the bundled dictionary is taken out, or put in, at the subject; beside the same done
to other latents and to random directions. Of every dictionary that is named, the same for the latent that ranks first on
training pairs.
"""

import sys
from collections.abc import Callable

import torch
from torch import Tensor

import cutaway
from cutaway.evidence import bootstrap
from cutaway.features import Dictionary, LatentChange, bundled_dictionary, latent_circuit, load_dictionary, splice
from cutaway.model import Edit, add
from cutaway.tasks import TASKS

PLURAL = 1120
SEVERAL = (" are", " were", " have")
FRAME = "Yesterday I saw that"
NOUNS = "child men women mice feet people geese teeth person man mouse sheep fish news scissors trousers police family team bus glass"
OTHERS = "these this those that they he many several two one both all"

Edits = Callable[[Tensor], tuple[Edit, ...]]
"""From rows to what is changed in them."""


def main() -> None:
    lm, dictionary = cutaway.load("smollm2-135m"), bundled_dictionary()
    task = TASKS["agreement"](lm, n=200, split="heldout", seed=0)
    prompts, several, at, verbs = [], [], [], []
    for pair, spans in zip(task.pairs, task.token_spans(lm), strict=True):
        for text, right, wrong in ((pair.clean, pair.answer, pair.wrong), (pair.corrupted, pair.wrong, pair.answer)):
            prompts.append(text)
            several.append(right in SEVERAL)
            at.append(spans["subject"][1] - 1)
            both = (right, wrong) if right in SEVERAL else (wrong, right)
            verbs.append([lm.token_id(str(verb)) for verb in both])
    subject, verb, plural = torch.tensor(at)[:, None], torch.tensor(verbs), torch.tensor(several)
    parts = torch.arange(len(prompts)).split(50)

    def difference(edits: Edits) -> Tensor:
        """Logit of the plural verb over the singular one."""
        found = []
        for rows in parts:
            run = lm.run([prompts[row] for row in rows], edits=edits(rows), logits="last")
            found.append(run.last_logits.gather(1, verb[rows]) @ torch.tensor([1.0, -1.0]))
        return torch.cat(found)

    def show(name: str, edits: Edits) -> None:
        value = difference(edits)
        for which, rows in (("several", plural), ("one", ~plural)):
            low, high = bootstrap(value[rows].tolist())
            share = float((value[rows] > 0).float().mean())
            print(f"{name} | {which}: {value[rows].mean():.2f} ({low:.2f} to {high:.2f}), plural verb {share:.1%}")

    def latent(number: int, value: float, of: Dictionary = dictionary) -> Edits:
        change = LatentChange(latent=number, how="set", value=value)
        return lambda rows: splice(of, change, pos=subject[rows])

    found = []
    for rows in parts:
        stream = lm.run([prompts[row] for row in rows], read="resid_post.12", logits=False)["resid_post.12"]
        found.append(stream[torch.arange(len(rows)), subject[rows, 0]])
    at_subject = torch.cat(found)
    code = dictionary.encode(at_subject)
    usual = float(code[plural, PLURAL].mean())
    print(
        f"active on {(code[plural, PLURAL] > 0).sum()} of {plural.sum()} subjects in the plural, {usual:.1f} on average"
    )
    print(f"active on {(code[~plural, PLURAL] > 0).sum()} of {(~plural).sum()} subjects in the singular")

    show("nothing changed", lambda rows: ())
    show(f"{PLURAL} taken out", latent(PLURAL, 0.0))
    show(f"{PLURAL} set to {usual:.1f}", latent(PLURAL, usual))
    often = (code[plural] > 0).float().mean(0)
    often[PLURAL] = 0
    for number in often.topk(5).indices.tolist():
        size = float(code[plural, number].mean())
        show(
            f"{number} taken out (on {often[number]:.0%} of plural subjects, {size:.1f} on average)",
            latent(number, 0.0),
        )
    generator = torch.Generator().manual_seed(0)
    for _ in range(3):
        direction = torch.randn(lm.d_model, generator=generator)
        step = -usual * dictionary.W_dec[PLURAL].norm() * direction / direction.norm()
        show("random direction, as far", lambda rows, step=step: (add("resid_post.12", step, pos=subject[rows]),))

    for words in (NOUNS, OTHERS):
        lead = f"{FRAME} the" if words is NOUNS else FRAME
        texts = [f"{lead} {word}" for word in words.split()]
        stream = lm.run(texts, read="resid_post.12", positions=-1, logits=False)["resid_post.12"]
        values = dictionary.encode(stream[:, 0])[:, PLURAL].tolist()
        print(", ".join(f"{word} {value:.1f}" for word, value in zip(words.split(), values, strict=True)))

    pairs = [TASKS["agreement"](lm, n=20, split=split, seed=0) for split in ("train", "heldout")]
    for folder in sys.argv[1:]:
        other = load_dictionary(folder)
        first = latent_circuit(lm, other, *pairs, sizes=(1,)).ranking[0]
        code = other.encode(at_subject)[:, first]
        cosine = torch.nn.functional.cosine_similarity(other.W_dec[first], dictionary.W_dec[PLURAL], dim=0)
        print(
            f"{folder}: {first}, cosine {cosine:.3f} with {PLURAL}; active on {(code[plural] > 0).sum()} subjects in the plural"
        )
        print(f"and on {(code[~plural] > 0).sum()} in the singular")
        show(f"{first} taken out", latent(first, 0.0, other))
        show(f"{first} set to its mean", latent(first, float(code[plural].mean()), other))


if __name__ == "__main__":
    main()
