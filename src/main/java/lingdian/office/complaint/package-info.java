/**
 * Complaints about cafés (举报): registered, accepted or refused, linked to a café and a case, and answered. What the reporter said is sealed
 * in tables of its own, is in no document and no search, and is erased 24 months after the end (handbook, complaints.md).
 */
@NullMarked
package lingdian.office.complaint;

import org.jspecify.annotations.NullMarked;
