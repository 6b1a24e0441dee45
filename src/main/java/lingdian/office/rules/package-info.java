/** Rule sets and their precision: proposal, release by a second person, shadow findings. Main types: the endpoints. */
@NullMarked
package lingdian.office.rules;

import org.jspecify.annotations.NullMarked;
