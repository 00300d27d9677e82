"""The step, the mailbox, the journal, the router: how one message becomes one turn."""
