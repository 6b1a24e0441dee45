/**
 * Gathers the events of all cafés into batches, has them judged in order, commits them in one transaction, and
 * answers afterwards. Main types: {@code Intake}, {@code IntakeNode}.
 */
@NullMarked
package lingdian.intake.batch;

import org.jspecify.annotations.NullMarked;
