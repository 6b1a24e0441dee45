/**
 * Rule sets and their precision: proposal, release by a second person, shadow findings. Seen from outside: its
 * endpoints.
 */
@NullMarked
package lingdian.office.rules;

import org.jspecify.annotations.NullMarked;
