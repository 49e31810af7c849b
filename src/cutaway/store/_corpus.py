"""Where text comes from: files, JSON lines, Hugging Face data sets, what comes with Python, and the model itself.

A corpus is a name and a way to read its documents again from the start, so that nothing of it has to be held in
memory. A document is on the same side of a split wherever it stands and whoever reads it: its own hash decides.
"""

import ast
import hashlib
import json
import os
import sysconfig
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import torch

from cutaway.errors import DataError, PromptError
from cutaway.model import LanguageModel
from cutaway.shown import Shown

Part = Literal["all", "train", "heldout"]
TEXT_FILES = (".txt", ".md", ".rst", ".text")
"""Endings of the files that a folder of texts is read for."""


@dataclass(frozen=True, kw_only=True)
class Corpus(Shown):
    """Documents that can be read any number of times, in the same order each time."""

    name: str
    """What it is, for records; a job that is resumed must be given the same name."""
    read: Callable[[], Iterator[str]]
    """Reads all documents from the first on."""
    part: Part = "all"
    """Which side of the split is read."""
    heldout: float = 0.1
    """The share of documents that is held out, about."""
    seed: int | None = None
    """What drew the documents, where they were drawn."""

    def documents(self) -> Iterator[str]:
        """The documents of this part that are not empty."""
        for document in self.read():
            if document and not document.isspace() and self.part in ("all", _side(document, self.heldout)):
                yield document

    def split(self, part: Part, *, heldout: float = 0.1) -> "Corpus":
        """One side of a split by each document's hash; copies of a document are all on one side.

        Args:
            part: `train`, `heldout`, or `all`.
            heldout: about which share of the documents is held out.

        Raises:
            DataError: an unknown part, or a share that is not between 0 and 1.
        """
        if part not in ("all", "train", "heldout") or not 0 < heldout < 1:
            raise DataError(
                f"split({part!r}, heldout={heldout}); use 'train' or 'heldout', and a share between 0 and 1"
            )
        return replace(self, part=part, heldout=heldout)

    def to_json(self) -> dict[str, Any]:
        """What identifies it."""
        return {"name": self.name, "part": self.part, "heldout": self.heldout, "seed": self.seed}


def open_corpus(spec: str | Path, *, field: str = "text", lm: LanguageModel | None = None) -> Corpus:
    """The corpus that a command line names.

    Args:
        spec: `builtin`; `packages`; a text file, a folder of them, or a `.jsonl` file; `hf:NAME` or `hf:NAME:CONFIG` for
            a Hugging Face data set; or `sampled` or `sampled:N` for N texts (2,000) that the model writes itself. Several
            joined by `+`, such as `builtin+packages+sampled:600`, are read by turns.
        field: the field that holds the text in JSON lines and data sets.
        lm: the model, for `sampled`.

    Raises:
        DataError: no such file, the optional package is missing, or `sampled` without a model or with a bad number.
        PromptError: the model cannot write text.
    """
    text = str(spec)
    if "+" in text and not Path(text).exists():
        return joined_corpus([open_corpus(part, field=field, lm=lm) for part in text.split("+")])
    if text == "builtin":
        return builtin_corpus()
    if text == "packages":
        return packages_corpus()
    if text == "sampled" or text.startswith("sampled:"):
        count = text.removeprefix("sampled").removeprefix(":") or "2000"
        if lm is None or not count.isdecimal() or int(count) == 0:
            raise DataError(f"the corpus {text!r}: give a model, and how many texts it writes, as in sampled:500")
        return sampled_corpus(lm, n_documents=int(count), length=min(128, (lm.context_length or 129) - 1))
    if text.startswith("hf:"):
        name, _, config = text.removeprefix("hf:").partition(":")
        return dataset_corpus(name, config=config or None, field=field)
    if text.endswith((".jsonl", ".ndjson")):
        return jsonl_corpus(text, field=field)
    return text_corpus(text)


def text_corpus(path: str | Path, *, by: Literal["file", "paragraph"] | None = None) -> Corpus:
    """Text files: one, or all in a folder and the folders in it.

    Args:
        path: a file, or a folder of `.txt`, `.text`, `.md` and `.rst` files.
        by: whether a document is a whole file, or what stands between blank lines; None: paragraphs for one file,
            files for a folder.

    Raises:
        DataError: nothing there, or a file is not UTF-8 (when it is read).
    """
    path = Path(path)
    if path.is_dir():
        files = [file for file in path.rglob("*") if file.suffix in TEXT_FILES and file.is_file()]
        files.sort(key=lambda file: _hash(str(file.relative_to(path))))  # related files do not come in a row
        by = by or "file"
    else:
        files = [path] if path.is_file() else []
        by = by or "paragraph"
    if not files:
        raise DataError(f"{path} is no text file, nor a folder with {', '.join(TEXT_FILES)} files; check the path")
    return Corpus(name=f"text:{path}:{by}", read=partial(_read_files, files, by))


def _read_files(files: list[Path], by: str) -> Iterator[str]:
    for file in files:
        try:
            with file.open(encoding="utf-8") as lines:
                if by == "file":
                    yield lines.read()
                    continue
                paragraph: list[str] = []
                for line in lines:
                    if not line.isspace():
                        paragraph.append(line)
                    elif paragraph:
                        yield "".join(paragraph)
                        paragraph = []
                if paragraph:
                    yield "".join(paragraph)
        except UnicodeDecodeError as error:
            raise DataError(f"{file} is not UTF-8 text ({error.reason} at byte {error.start}); convert it") from None


def jsonl_corpus(path: str | Path, *, field: str = "text") -> Corpus:
    """A file with one JSON object a line; one field of each is a document.

    Raises:
        DataError: no such file; or, when it is read, a line that is not such an object.
    """
    path = Path(path)
    if not path.is_file():
        raise DataError(f"there is no file {path}; check the path")
    return Corpus(name=f"jsonl:{path}:{field}", read=partial(_read_jsonl, path, field))


def _read_jsonl(path: Path, field: str) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.isspace():
                continue
            try:
                item = json.loads(line)
            except ValueError as error:
                raise DataError(f"{path}, line {number} is not JSON ({error}); mend or remove it") from None
            yield _text_of(item, field, f"{path}, line {number}")


def _text_of(item: Any, field: str, where: str) -> str:
    if isinstance(item, dict) and isinstance(item.get(field), str):
        return item[field]
    fields = ", ".join(key for key, value in item.items() if isinstance(value, str)) if isinstance(item, dict) else ""
    raise DataError(f"{where} has no text in the field {field!r}; fields with text: {fields or 'none'}")


def dataset_corpus(name: str, *, config: str | None = None, split: str = "train", field: str = "text") -> Corpus:
    """A Hugging Face data set, streamed: it is neither downloaded as a whole nor held in memory.

    Args:
        name: a hub id, or a folder that the `datasets` package can read.
        config: the data set's configuration, where it has several.
        split: its split; the split into train and held-out documents is ours, within it.
        field: the field that holds the text.

    Raises:
        DataError: the package `datasets` is missing; or, when it is read, the data set cannot be opened.
    """
    try:
        import datasets  # type: ignore[import-not-found]  # noqa: F401
    except ImportError:
        raise DataError(
            f"the data set {name!r} needs the package 'datasets': pip install 'cutaway[data]'; "
            "or use the corpus 'builtin', a text file or a .jsonl file"
        ) from None
    return Corpus(name=f"hf:{name}:{config}:{split}:{field}", read=partial(_read_dataset, name, config, split, field))


def _read_dataset(name: str, config: str | None, split: str, field: str) -> Iterator[str]:
    import datasets  # type: ignore[import-not-found]

    try:
        items = datasets.load_dataset(name, config, split=split, streaming=True)
    except Exception as error:  # whatever the package raises for an unknown name, no network, a missing split
        raise DataError(
            f"the data set {name!r} cannot be opened ({error}); check its name, split and network"
        ) from error
    for number, item in enumerate(items):
        yield _text_of(dict(item), field, f"{name}, entry {number}")


def builtin_corpus() -> Corpus:
    """English text that every Python brings along: its documentation topics, and its own modules' docstrings.

    About half a million tokens, written by the Python developers (PSF licence); the texts differ a little between
    versions of Python, which the name states. A document is a topic, or all docstrings of one module.
    """
    return Corpus(name=f"builtin:python-{sysconfig.get_python_version()}", read=_read_builtin)


def _read_builtin() -> Iterator[str]:
    from pydoc_data.topics import topics

    sources: dict[str, str | Path] = {f"topic:{name}": text for name, text in topics.items()}
    sources |= _modules(Path(sysconfig.get_paths()["stdlib"]))
    for name in sorted(sources, key=_hash):  # topics and modules mixed, the same way everywhere
        source = sources[name]
        yield source if isinstance(source, str) else _docstrings(source)


def packages_corpus() -> Corpus:
    """The docstrings of large packages that Cutaway needs, and that are there wherever it is: a document a module.

    About two and a half million tokens of technical English; the name states the versions, which change the text.
    """
    versions = ",".join(f"{name}-{version(name)}" for name in _PACKAGES.values())
    return Corpus(name=f"packages:{versions}", read=_read_packages)


_PACKAGES = {"numpy": "numpy", "sklearn": "scikit-learn", "torch": "torch"}
"""Name to import, and name to install."""


def _read_packages() -> Iterator[str]:
    sources: dict[str, Path] = {}
    for name in _PACKAGES:
        spec = find_spec(name)
        assert spec is not None and spec.origin is not None
        root = Path(spec.origin).parent
        sources |= {f"{name}/{place}": path for place, path in _modules(root).items()}
    seen: set[bytes] = set()
    for name in sorted(sources, key=_hash):
        text = _docstrings(sources[name])
        if _hash(text) not in seen:  # some modules are copies of others, kept for older imports
            seen.add(_hash(text))
            yield text


def joined_corpus(corpora: Sequence[Corpus]) -> Corpus:
    """Several corpora as one: a document of each by turns, until all are read.

    Raises:
        DataError: none, or one that is a part of a split; split the whole instead.
    """
    if not corpora or any(corpus.part != "all" for corpus in corpora):
        raise DataError("joined_corpus takes at least one corpus, each of them whole; split what it gives")
    seeds = {corpus.seed for corpus in corpora if corpus.seed is not None}
    return Corpus(
        name="+".join(corpus.name for corpus in corpora),
        read=partial(_by_turns, corpora),
        seed=seeds.pop() if len(seeds) == 1 else None,
    )


def _by_turns(corpora: Sequence[Corpus]) -> Iterator[str]:
    left = [corpus.documents() for corpus in corpora]
    while left:
        for documents in list(left):
            try:
                yield next(documents)
            except StopIteration:
                left.remove(documents)


def _modules(root: Path) -> dict[str, Path]:
    """The modules in a folder by their place in it, without tests and what was installed beside them."""
    skipped = {"site-packages", "test", "tests", "testing", "idle_test", "pydoc_data", "lib2to3"}
    found: dict[str, Path] = {}
    for folder, inner, files in os.walk(root):
        inner[:] = [name for name in inner if name not in skipped]
        paths = [Path(folder, file) for file in files if file.endswith(".py")]
        found |= {path.relative_to(root).as_posix(): path for path in paths}
    return found


def _docstrings(path: Path) -> str:
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError, OSError):
        return ""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    texts = (ast.get_docstring(node) for node in ast.walk(tree) if isinstance(node, kinds))
    return "\n\n".join(text for text in texts if text)


def sampled_corpus(
    lm: LanguageModel,
    *,
    n_documents: int,
    length: int = 128,
    start: str | None = None,
    temperature: float = 1.0,
    seed: int = 0,
    batch: int = 16,
) -> Corpus:
    """Text that the model writes itself, drawn from its own distribution.

    Args:
        lm: the model.
        n_documents: how many texts.
        length: tokens of each, at the most.
        start: what every text starts with; None: the tokenizer's start token, else its end token.
        temperature: of the sampling, over the whole vocabulary.
        seed: draws the texts.
        batch: how many are written at a time; another number draws other texts.

    Raises:
        PromptError: the model has no tokenizer, or no token to start with.
    """
    if lm.tokenizer is None:
        raise PromptError(f"{lm.name} has no tokenizer, so it cannot write text")
    first = lm.tokenizer.bos_token_id if lm.tokenizer.bos_token_id is not None else lm.tokenizer.eos_token_id
    if start is None and first is None:
        raise PromptError(f"the tokenizer of {lm.name} has no start or end token; give start=")
    prompt = [int(first)] if start is None else lm.tokenize(start).rows[0]  # type: ignore[arg-type]

    def read() -> Iterator[str]:
        for number in range(0, n_documents, batch):
            rows = [prompt] * min(batch, n_documents - number)
            devices = [lm.device] if lm.device.type == "cuda" else []
            with torch.random.fork_rng(devices=devices):
                torch.manual_seed(seed * 1_000_003 + number)
                written = lm.generate(
                    rows, max_new_tokens=length, do_sample=True, temperature=temperature, top_k=0, top_p=1.0
                )
            yield from written.text

    name = f"sampled:{lm.fingerprint}:{n_documents}x{length}:{start!r}:{temperature}:{batch}"
    return Corpus(name=name, read=read, seed=seed)


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode(errors="replace")).digest()


def _side(document: str, heldout: float) -> Part:
    place = int.from_bytes(hashlib.sha256(document.encode(errors="replace")).digest()[:8], "big") / 2**64
    return "heldout" if place < heldout else "train"
