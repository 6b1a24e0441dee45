/**
 * What every feature of the office shares: requests, replies, cursors, problems, attachments and the record of
 * changes. It knows none of the features.
 */
@NullMarked
package lingdian.office.api;

import org.jspecify.annotations.NullMarked;
