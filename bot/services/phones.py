"""Phones as people write them."""


def national(phone: str) -> str:
    """Digits with country code as Algerians write them (0555…); those of other countries keep a plus sign."""
    return f"0{phone[3:]}" if phone.startswith("213") else f"+{phone}"
