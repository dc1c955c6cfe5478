"""What can happen to people, organisations and keys. Published values are never renamed."""

from enum import StrEnum


class Did(StrEnum):
    """``subject.past_tense``"""

    MUNICIPALITY_CREATED = "municipality.created"
    MUNICIPALITY_HOST_SET = "municipality.host_set"
    ORGANISATION_CREATED = "organisation.created"
    PERSON_CREATED = "person.created"
    PERSON_CHANGED = "person.changed"
    PERSON_ERASED = "person.erased"
    PERSON_EXPORTED = "person.exported"
    PERSON_MERGED = "person.merged"
    MEMBERSHIP_GIVEN = "membership.given"
    MEMBERSHIP_ENDED = "membership.ended"
    ACCOUNT_CREATED = "account.created"
    PASSWORD_SET = "account.password_set"  # noqa: S105 - the name of an event
    SIGNED_IN = "account.signed_in"
    SIGNED_OUT = "account.signed_out"
    LINK_MADE = "link.made"
    LINK_OPENED = "link.opened"
    LINK_REVOKED = "link.revoked"
    SESSION_ENDED = "session.ended"
    SIGNED_OUT_EVERYWHERE = "account.signed_out_everywhere"
    SESSION_SWITCHED = "session.switched"
    MESSAGES_SEEN = "messages.seen"
    LETTERS_DOWNLOADED = "letters.downloaded"
    MAIL_TRIED_AGAIN = "mail.tried_again"
    LETTERS_PRINTED = "letters.printed"
    CALL_MADE = "call.made"
