/** The upper half of a café's agent: its local HTTP API, its status page, and what it decides while the service is away. */
@NullMarked
package lingdian.client.cafe;

import org.jspecify.annotations.NullMarked;
