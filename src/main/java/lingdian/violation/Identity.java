package lingdian.violation;

import lingdian.identity.DocumentForm;
import lingdian.identity.PersonToken;

/** The person of a login, as far as the judge needs to know. */
public record Identity(PersonToken token, DocumentForm form, Registration registration, Confirmation confirmation) {
    /** A person whom the registry does not know, or was not asked about yet. */
    public Identity(PersonToken token, DocumentForm form) {
        this(token, form, Registration.NONE, Confirmation.NO_ANSWER);
    }

    /** The same person by another name. */
    public Identity with(PersonToken name) {
        return new Identity(name, form, registration, confirmation);
    }

    public Identity with(Registration asOfNow) {
        return new Identity(token, form, asOfNow, confirmation);
    }

    public Identity with(Confirmation answer) {
        return new Identity(token, form, registration, answer);
    }
}
