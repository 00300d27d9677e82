"""Who may go where: one class per kind of session or thing, pure and synchronous."""
