/** The simulated city: a seeded plan of what happens in its cafés, played on real agent connections, with its truth. */
@NullMarked
package lingdian.client.city;

import org.jspecify.annotations.NullMarked;
