/**
 * The rules and the judge: pure functions of events, hours and identity facts. No I/O, no clock, no randomness. Main types: {@code Judge}, {@code Rulebook}, {@code Finding}.
 */
@NullMarked
package lingdian.law.judge;

import org.jspecify.annotations.NullMarked;
