/** The rules and the judge: pure functions of events, hours and identity facts. No I/O, no clock, no randomness. */
@NullMarked
package lingdian.violation;

import org.jspecify.annotations.NullMarked;
