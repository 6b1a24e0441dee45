/**
 * The durable half of the café's agent: its own records on disk, and their way to the service. Seen from outside:
 * {@code Spool}, {@code SpooledAgent}.
 */
@NullMarked
package lingdian.agent.spool;

import org.jspecify.annotations.NullMarked;
