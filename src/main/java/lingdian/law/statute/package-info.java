/**
 * The texts of law that rules quote, with the days on which each was in force, and the circumstances that decide which
 * of them a finding quotes. Main types: {@code Laws}, {@code LegalGround}.
 */
@NullMarked
package lingdian.law.statute;

import org.jspecify.annotations.NullMarked;
