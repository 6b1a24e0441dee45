/**
 * What every commit under the lock on {@code head} needs, whether a batch makes it, a deadline or a check: its transaction,
 * the facts about cafés, and the places of findings in the feed. Main types: {@code Transactions}, {@code Facts},
 * {@code NumberedChanges}, {@code DatabaseFailure}.
 */
@NullMarked
package lingdian.intake.commit;

import org.jspecify.annotations.NullMarked;
