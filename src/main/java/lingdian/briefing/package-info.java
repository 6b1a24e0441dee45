/** A campaign's report as a Chinese briefing: what it says, and how Word and a browser show it. */
@NullMarked
package lingdian.briefing;

import org.jspecify.annotations.NullMarked;
