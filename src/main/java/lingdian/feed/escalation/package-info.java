/**
 * Tells facts that nobody deals with to the persons on duty, one after another (handbook, rosters.md). Main types:
 * {@code Escalations}, {@code Contact}.
 */
@NullMarked
package lingdian.feed.escalation;

import org.jspecify.annotations.NullMarked;
