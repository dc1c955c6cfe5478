"""What can happen to people, organisations and keys. Published values are never renamed."""

from enum import StrEnum

from renogroep.base.text import N_


class Did(StrEnum):
    """``subject.past_tense``"""

    MUNICIPALITY_CREATED = "municipality.created"
    MUNICIPALITY_HOST_SET = "municipality.host_set"
    MUNICIPALITY_PRIVACY_SET = "municipality.privacy_set"
    ORGANISATION_CREATED = "organisation.created"
    ORGANISATION_NUMBER_CHANGED = "organisation.number_changed"
    ORGANISATION_CONFIRMED = "organisation.company_confirmed"
    PAPER_ADDED = "paper.added"
    PAPER_CHANGED = "paper.changed"
    PAPER_REMOVED = "paper.removed"
    FIRM_ACCOUNT = "organisation.account"
    PERSON_CREATED = "person.created"
    PERSON_CHANGED = "person.changed"
    PERSON_ERASED = "person.erased"
    PERSON_TOLD_ERASED = "person.told_erased"  # a contract and whose it is stay
    PERSON_EXPORTED = "person.exported"
    PERSON_MERGED = "person.merged"
    CONSENT_REVOKED = "consent.revoked"
    MEMBERSHIP_GIVEN = "membership.given"
    MEMBERSHIP_ENDED = "membership.ended"
    ACCOUNT_CREATED = "account.created"
    PASSWORD_SET = "account.password_set"  # noqa: S105 - the name of an event
    SIGNED_IN = "account.signed_in"
    PROVED = "account.proved"
    SECOND_SET = "account.second_set"
    SECOND_GIVEN = "account.second_given"
    SECOND_LOST = "account.second_lost"
    SECOND_TAKEN = "account.second_taken"
    RECOVERY_CODES_MADE = "account.recovery_codes_made"
    NEW_PASSWORD_ASKED = "account.new_password_asked"  # noqa: S105 - the name of an event
    SIGNED_OUT = "account.signed_out"
    LINK_MADE = "link.made"
    LINK_OPENED = "link.opened"
    LINK_REVOKED = "link.revoked"
    SESSION_ENDED = "session.ended"
    SIGNED_OUT_EVERYWHERE = "account.signed_out_everywhere"
    SESSION_SWITCHED = "session.switched"
    IDENTITY_ANNOUNCED = "identity.announced"
    IDENTITY_CONFIRMED = "identity.confirmed"
    CLAIM_MAPPED = "claim.mapped"
    CLAIM_UNMAPPED = "claim.unmapped"
    INVITATION_ACCEPTED = "invitation.accepted"
    INVITATION_DECLINED = "invitation.declined"
    HANDED_OVER = "session.handed_over"
    MUNICIPALITY_CHANGED = "session.municipality_changed"
    MESSAGES_SEEN = "messages.seen"
    LETTERS_DOWNLOADED = "letters.downloaded"
    MAIL_TRIED_AGAIN = "mail.tried_again"
    MESSAGE_RENEWED = "message.renewed"
    LETTERS_PRINTED = "letters.printed"
    CALL_MADE = "call.made"
    PERSON_WARNED = "person.retention_warned"
    RETENTION_RUN = "retention.run"
    PAUSE_SET = "pause.set"
    PAUSE_ENDED = "pause.ended"


DID_LABELS: dict[Did, str] = {
    Did.MUNICIPALITY_CREATED: N_("Municipality added"),
    Did.MUNICIPALITY_HOST_SET: N_("Web address of the municipality changed"),
    Did.MUNICIPALITY_PRIVACY_SET: N_("Address for questions about privacy changed"),
    Did.ORGANISATION_CREATED: N_("Organisation added"),
    Did.PERSON_CREATED: N_("Person added"),
    Did.PERSON_CHANGED: N_("Details of a person changed"),
    Did.PERSON_ERASED: N_("Person erased"),
    Did.PERSON_TOLD_ERASED: N_("What a person told erased, but for a contract"),
    Did.PERSON_EXPORTED: N_("Data of a person taken along"),
    Did.PERSON_MERGED: N_("Two persons made one"),
    Did.CONSENT_REVOKED: N_("Consent withdrawn"),
    Did.MEMBERSHIP_GIVEN: N_("Role given"),
    Did.MEMBERSHIP_ENDED: N_("Role ended"),
    Did.ACCOUNT_CREATED: N_("Account made"),
    Did.PASSWORD_SET: N_("Password chosen"),
    Did.SIGNED_IN: N_("Signed in"),
    Did.PROVED: N_("Proved again who it is"),
    Did.SECOND_SET: N_("Second factor set up"),
    Did.SECOND_GIVEN: N_("Code of the second factor given"),
    Did.SECOND_LOST: N_("Phone of the second factor lost"),
    Did.SECOND_TAKEN: N_("Second factor taken away"),
    Did.RECOVERY_CODES_MADE: N_("Recovery codes made"),
    Did.NEW_PASSWORD_ASKED: N_("New password asked"),
    Did.SIGNED_OUT: N_("Signed out"),
    Did.LINK_MADE: N_("Personal link made"),
    Did.LINK_OPENED: N_("Personal link opened"),
    Did.LINK_REVOKED: N_("Personal link withdrawn"),
    Did.SESSION_ENDED: N_("Signed out on another device"),
    Did.SIGNED_OUT_EVERYWHERE: N_("Signed out everywhere"),
    Did.SESSION_SWITCHED: N_("Went on in another municipality"),
    Did.IDENTITY_ANNOUNCED: N_("Official sign-in asked for the first time"),
    Did.IDENTITY_CONFIRMED: N_("Official sign-in confirmed"),
    Did.CLAIM_MAPPED: N_("Official role linked to a role here"),
    Did.CLAIM_UNMAPPED: N_("Official role not linked any more"),
    Did.MESSAGES_SEEN: N_("Letters and messages looked at"),
    Did.LETTERS_DOWNLOADED: N_("File with letters taken"),
    Did.MAIL_TRIED_AGAIN: N_("Message sent again"),
    Did.MESSAGE_RENEWED: N_("Message sent with a new link"),
    Did.LETTERS_PRINTED: N_("Letters printed"),
    Did.CALL_MADE: N_("Call made"),
    Did.PERSON_WARNED: N_("Warned that data will be erased"),
    Did.RETENTION_RUN: N_("Old data erased"),
    Did.PAUSE_SET: N_("Pause started"),
    Did.PAUSE_ENDED: N_("Pause ended"),
    Did.ORGANISATION_NUMBER_CHANGED: N_("Company number changed"),
    Did.ORGANISATION_CONFIRMED: N_("Firm confirmed that a company is theirs"),
    Did.PAPER_ADDED: N_("Paper of a firm added"),
    Did.PAPER_CHANGED: N_("Paper of a firm changed"),
    Did.PAPER_REMOVED: N_("Paper of a firm taken away"),
    Did.FIRM_ACCOUNT: N_("Account of a firm changed"),
    Did.INVITATION_ACCEPTED: N_("Invitation accepted"),
    Did.INVITATION_DECLINED: N_("Invitation declined"),
    Did.HANDED_OVER: N_("Went on in another municipality by its own address"),
    Did.MUNICIPALITY_CHANGED: N_("Chose another municipality to work for"),
}
