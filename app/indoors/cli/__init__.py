"""The command line: the same services as the window, without Qt.

parser    what can be typed
run       chooses the command; turns errors into a sentence and an exit code
ask       ``indoors ask``: one question, the answer streamed to stdout
doctor    ``indoors doctor``: what this computer has, and what is missing
ledger    ``indoors ledger``: check the record of connections, or an export of one; export it
window    opens the window, after checking that it can open
"""
