package lingdian.agent.desk;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import lingdian.domain.document.Credential;
import lingdian.domain.document.DocumentForm;
import lingdian.domain.document.DocumentRules;

/**
 * The reasons against a login that a café can judge by itself: the document's form, the age and the hours (handbook,
 * protocol-messages.md#reasons-of-a-verdict; Art. 21 and 22 of the Regulation). Pure.
 *
 * <p>Only the service knows the registry, suspensions and other cafés: it judges those when the login reaches it.
 */
final class LocalRules {
    static final String IN_USE_ELSEWHERE = "in-use-elsewhere";

    private final DocumentRules documents;

    LocalRules(DocumentRules documents) {
        this.documents = documents;
    }

    /** All reasons against the login, in the order of the contract; none if it may be admitted. */
    List<String> reasons(Credential document, boolean inUseElsewhere, Instant at, ReceivedHours hours) {
        LocalDate day = hours.localDate(at);
        DocumentForm form = documents.form(document);
        var reasons = new ArrayList<String>();
        add(reasons, "document-malformed", DocumentRules.malformedOn(form, day));
        add(reasons, "document-expired", DocumentRules.expiredOn(form, day));
        add(reasons, "under-age", DocumentRules.underAgeOn(form, day));
        add(reasons, IN_USE_ELSEWHERE, inUseElsewhere);
        add(reasons, "outside-hours", !hours.permits(at));
        return List.copyOf(reasons);
    }

    private static void add(List<String> reasons, String reason, boolean holds) {
        if (holds) {
            reasons.add(reason);
        }
    }
}
