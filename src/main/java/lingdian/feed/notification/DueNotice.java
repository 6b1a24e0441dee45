package lingdian.feed.notification;

import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.feed.notification.ReminderStore.DueCases;
import org.jspecify.annotations.Nullable;

/**
 * The content of one reminder of cases that are due: how many, and the first of them, without persons.
 *
 * @param id of the delivery, unchanged at every attempt
 * @param assigned the account to which all of them are assigned; null if they are its whole office's
 * @param ofOperator whether they are what a café must correct
 */
record DueNotice(UUID id, @Nullable AccountId assigned, boolean ofOperator, DueCases due) {
    /** The page that lists those of a view. */
    String path(String view) {
        return ofOperator
                ? CaseMessages.OWN_PAGE
                : "/?view=" + view + (assigned == null ? "" : "&assignee=" + assigned);
    }
}
