/**
 * Who is on duty in an office, and how they are reached; seen by that office alone (handbook, rosters.md).
 */
@NullMarked
package lingdian.office.roster;

import org.jspecify.annotations.NullMarked;
