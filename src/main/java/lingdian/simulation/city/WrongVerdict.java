package lingdian.simulation.city;

import java.util.List;

/** An answer of the service to a login that is not the one that had to come; {@code got} is what it said instead. */
record WrongVerdict(String placeCode, long seq, String session, List<String> expected, List<String> got) {}
