/** The durable half of a café's agent: its own records on disk, and their way to the service. */
@NullMarked
package lingdian.client.spool;

import org.jspecify.annotations.NullMarked;
