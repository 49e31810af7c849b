"""Answers that were given, by id: all that a reader may save or look at again."""

import threading
from collections import OrderedDict

from cutaway.view.app._problems import RefusedError
from cutaway.view.app._wire import Answer

_BYTES = 256 << 20


class Answers:
    """The latest answers, as JSON, within a bound of memory."""

    def __init__(self, most: int = _BYTES):
        self._most = most
        self._held: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, answer: Answer) -> Answer:
        """Hold an answer; the oldest go where there is no room."""
        text = answer.model_dump_json()
        with self._lock:
            self._held[answer.id] = text
            while len(self._held) > 1 and sum(map(len, self._held.values())) > self._most:
                self._held.popitem(last=False)
        return answer

    def text(self, number: str) -> str:
        """An answer as JSON.

        Raises:
            RefusedError: it is not held (any more).
        """
        with self._lock:
            text = self._held.get(number)
        if text is None:
            raise RefusedError(410, "this answer is not held any more", "ask for it again", number)
        return text

    def get(self, number: str) -> Answer:
        """An answer."""
        return Answer.model_validate_json(self.text(number))
