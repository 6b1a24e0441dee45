package lingdian.simulation.city;

import java.util.List;

/** An answer of the service to a login that differs from the expected one; {@code got} is the answer. */
record WrongVerdict(String placeCode, long seq, String session, List<String> expected, List<String> got) {}
