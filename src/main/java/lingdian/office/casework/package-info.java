/**
 * Cases: a follower of the feed groups violations into them, officers act on them and list them. Main types: {@code
 * CaseworkOperations}, {@code CaseGrouping}.
 */
@NullMarked
package lingdian.office.casework;

import org.jspecify.annotations.NullMarked;
