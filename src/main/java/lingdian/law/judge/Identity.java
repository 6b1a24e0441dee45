package lingdian.law.judge;

import java.util.List;
import lingdian.domain.document.DocumentForm;
import lingdian.domain.document.PersonToken;
import org.jspecify.annotations.Nullable;

/**
 * The person of a login, as far as the judge needs to know.
 *
 * @param decided the reasons of a verdict that was given before, of a login that is judged again: the card, the
 *     registry and the other cafés as they were then cannot be asked any more. Null where the verdict is to be given
 *     now
 */
public record Identity(
        PersonToken token,
        DocumentForm form,
        Registration registration,
        Confirmation confirmation,
        @Nullable List<Reason> decided) {
    private static final DocumentForm NOT_KEPT = new DocumentForm(false, null, false, null, List.of());

    /** A person whom the registry does not know, or was not asked about yet. */
    public Identity(PersonToken token, DocumentForm form) {
        this(token, form, Registration.NONE, Confirmation.NO_ANSWER);
    }

    /** A person whose login is judged for the first time. */
    public Identity(PersonToken token, DocumentForm form, Registration registration, Confirmation confirmation) {
        this(token, form, registration, confirmation, null);
    }

    /** A person of whose login the record keeps what the verdict was. */
    public static Identity decided(PersonToken token, List<Reason> reasons) {
        return new Identity(token, NOT_KEPT, Registration.NONE, Confirmation.NO_ANSWER, List.copyOf(reasons));
    }

    /** The same person by another name. */
    public Identity with(PersonToken name) {
        return new Identity(name, form, registration, confirmation, decided);
    }

    public Identity with(Registration asOfNow) {
        return new Identity(token, form, asOfNow, confirmation, decided);
    }

    public Identity with(Confirmation answer) {
        return new Identity(token, form, registration, answer, decided);
    }
}
