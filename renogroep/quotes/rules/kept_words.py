"""In which words does somebody read what this room keeps about them? The file keeps the short names."""

from renogroep.base.text import N_

NAMES: dict[str, str] = {
    "choices": N_("Contractors that you chose"),
    "contractors": N_("Contractors"),
    "contractor": N_("Contractor"),
    "place": N_("Place in your list"),
    "yes_at": N_("You said yes on"),
    "declined_at": N_("You said no on"),
    "acts": N_("What you did for others"),
}
# What somebody did for others, by column
ACTS: dict[str, str] = {
    "choice_run.by_id": N_("Choices worked out"),
    "correction.author_id": N_("Corrections of quotes"),
    "decision.decided_by": N_("Decisions signed"),
    "invitation.invited_by": N_("Contractors invited"),
    "opening.first_id": N_("Openings as first person"),
    "opening.second_id": N_("Openings as second person"),
    "price_query.judged_by": N_("Price questions judged"),
    "quote.saved_by": N_("Quotes saved"),
    "quote.submitted_by": N_("Quotes handed in"),
    "scenario_bill.set_by": N_("Quantities of scenarios written down"),
    "unreadable_quote.first_id": N_("Recoveries of a quote as first person"),
    "unreadable_quote.given_up_by": N_("Unreadable quotes given up"),
    "unreadable_quote.second_id": N_("Recoveries of a quote as second person"),
    "unreadable_quote.sent_by": N_("Price files sent for an unreadable quote"),
    "score.assessor_id": N_("Scores given"),
}
INNER = {"acts": ACTS}  # under this name stand codes
