"""An error that a client is told."""

import json

import tornado


class Problem(tornado.web.HTTPError):
    """`message` for people, `reason` for programs (a state of the store) or null."""

    def __init__(self, status, message, reason=None):
        super().__init__(status, "%s", message)
        self.message = message
        self.told_reason = reason


def document(error):
    return json.dumps({"message": error.message, "reason": error.told_reason}, ensure_ascii=False)
