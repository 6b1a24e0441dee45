/**
 * Gathers the events of all cafés into batches, has them judged in order, commits them in one transaction, and
 * answers afterwards. Seen from outside: {@code Intake}, {@code IntakeService}.
 */
@NullMarked
package lingdian.intake.batch;

import org.jspecify.annotations.NullMarked;
