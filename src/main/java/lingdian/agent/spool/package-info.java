/**
 * The durable half of the café's agent: its records on disk and their transmission to the service. Main types:
 * {@code Spool}, {@code SpooledAgent}.
 */
@NullMarked
package lingdian.agent.spool;

import org.jspecify.annotations.NullMarked;
