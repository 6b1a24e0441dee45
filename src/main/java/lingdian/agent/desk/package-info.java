/**
 * The upper half of the café's agent: its local HTTP API, its status page, and what it decides while the service is
 * away.
 */
@NullMarked
package lingdian.agent.desk;

import org.jspecify.annotations.NullMarked;
