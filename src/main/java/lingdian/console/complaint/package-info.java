/**
 * Pages of complaints. Its face is {@link lingdian.console.complaint.ComplaintPages}.
 */
@NullMarked
package lingdian.console.complaint;

import org.jspecify.annotations.NullMarked;
