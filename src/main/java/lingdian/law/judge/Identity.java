package lingdian.law.judge;

import java.time.LocalDate;
import java.util.List;
import lingdian.domain.document.DocumentForm;
import lingdian.domain.document.DocumentRules;
import lingdian.domain.document.PersonToken;
import org.jspecify.annotations.Nullable;

/**
 * The person of a login, as far as the judge needs to know.
 *
 * @param decided the reasons of a verdict that was given before, of a login that is judged again: the card, the
 *     registry and the other cafés as they were then cannot be asked any more. Null where the verdict is to be given
 *     now
 * @param recordedAge the age in years that the record keeps of such a login; null where it keeps none
 */
public record Identity(
        PersonToken token,
        DocumentForm form,
        Registration registration,
        Confirmation confirmation,
        @Nullable List<Reason> decided,
        @Nullable Integer recordedAge) {
    private static final DocumentForm NOT_KEPT = new DocumentForm(false, null, false, null, List.of());

    /** A person whom the registry does not know, or was not asked about yet. */
    public Identity(PersonToken token, DocumentForm form) {
        this(token, form, Registration.NONE, Confirmation.NO_ANSWER);
    }

    /** A person whose login is judged for the first time. */
    public Identity(PersonToken token, DocumentForm form, Registration registration, Confirmation confirmation) {
        this(token, form, registration, confirmation, null, null);
    }

    /** A person of whose login the record keeps what the verdict was, and an age that was improbable. */
    public static Identity decided(PersonToken token, List<Reason> reasons, @Nullable Integer age) {
        return new Identity(token, NOT_KEPT, Registration.NONE, Confirmation.NO_ANSWER, List.copyOf(reasons), age);
    }

    /** The same person by another name. */
    public Identity with(PersonToken name) {
        return new Identity(name, form, registration, confirmation, decided, recordedAge);
    }

    public Identity with(Registration asOfNow) {
        return new Identity(token, form, asOfNow, confirmation, decided, recordedAge);
    }

    public Identity with(Confirmation answer) {
        return new Identity(token, form, registration, answer, decided, recordedAge);
    }

    /** In years; null where it is unknown. */
    @Nullable
    Integer ageOn(LocalDate day) {
        return decided == null ? DocumentRules.ageOn(form, day) : recordedAge;
    }
}
