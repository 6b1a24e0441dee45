package lingdian.console.roster;

import java.time.Instant;
import java.util.List;
import lingdian.console.frame.TypedForm;
import lingdian.office.roster.RosterDetail;
import lingdian.office.roster.RosterDetail.DutyDetail;

/**
 * An office's roster, and the form of one duty.
 *
 * @param office its region and authority in words
 * @param edited the id of the duty in the form; empty: it is a new one
 * @param now tells who is on duty
 */
record RosterView(RosterDetail roster, String office, String edited, TypedForm form, Instant now) {
    String state(DutyDetail duty) {
        if (!duty.to().toInstant().isAfter(now)) {
            return "over";
        }
        return duty.from().toInstant().isAfter(now) ? "later" : "now";
    }

    /** A gap means that the office above is told in its place. */
    boolean hasNobodyNow() {
        return roster.duties().stream().noneMatch(duty -> state(duty).equals("now"));
    }

    boolean isFirst(DutyDetail duty) {
        return roster.duties().getFirst().equals(duty);
    }

    /** What stands in a field of the form. */
    String value(String field) {
        return form.value(DutyForm.NAME, field, "");
    }

    /** Whether the form shows more contacts than the first. */
    boolean hasMoreContacts() {
        return !value("to2").isEmpty();
    }

    /** Whether a contact may be of a kind. What stands in the form stays, so that its refusal is about what was typed. */
    boolean offers(String kind, int contact) {
        return roster.contactKinds().contains(kind) || kind.equals(value("kind" + contact));
    }

    /** Kinds for which the configuration has no gateway. */
    List<String> unavailable() {
        return kinds().stream()
                .filter(kind -> !roster.contactKinds().contains(kind))
                .toList();
    }

    static List<Integer> contacts() {
        return DutyForm.contacts();
    }

    static List<String> kinds() {
        return DutyForm.kinds();
    }

    @Override
    public String toString() {
        return "RosterView[" + roster.region() + "]"; // persons
    }
}
