package lingdian.intake.probe;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.document.PersonToken;
import lingdian.intake.commit.DatabaseFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts whom each café was denied in the running hour ({@link ProbeLimit}). Belongs to a shard's event loop.
 *
 * <p>Counted after the commit and kept in memory alone, because it decides when an answer is told and never what it
 * says: a verdict stays the same however often and wherever it is worked out. Of a café no more persons are kept than
 * decide.
 */
public final class Probes {
    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);

    private final ProbeLimit limit;
    private final Map<PlaceCode, Denials> cafes = new HashMap<>();
    private Instant hour = Instant.MIN;

    private static final class Denials {
        final Set<PersonToken> persons = new HashSet<>();
        boolean written;
    }

    public Probes(ProbeLimit limit) {
        this.limit = limit;
    }

    /** How many of these questions, asked one after the other, are beyond the limit. */
    public int beyond(PlaceCode placeCode, Instant receivedAt, List<AdmissionQuestion> questions) {
        turnHour(receivedAt);
        int beyond = 0;
        for (AdmissionQuestion question : questions) {
            if (isBeyond(placeCode, question)) {
                beyond++;
            }
        }
        return beyond;
    }

    /** What waited over the turn of the hour counts with the new one. */
    private void turnHour(Instant receivedAt) {
        Instant current = receivedAt.truncatedTo(ChronoUnit.HOURS);
        if (current.isAfter(hour)) {
            hour = current;
            cafes.clear();
        }
    }

    private boolean isBeyond(PlaceCode placeCode, AdmissionQuestion question) {
        Denials denials = cafes.get(placeCode);
        if (question.denied() != null) {
            denials = cafes.computeIfAbsent(placeCode, first -> new Denials());
            if (denials.persons.size() <= limit.persons()) {
                denials.persons.add(question.denied());
            }
        }
        if (denials == null || denials.persons.size() <= limit.persons()) {
            return false;
        }
        write(placeCode, question.region(), denials);
        return true;
    }

    private void write(PlaceCode placeCode, RegionCode region, Denials denials) {
        if (denials.written) {
            return;
        }
        denials.written = true;
        limit.log()
                .write(new ProbeLimit.Probe(placeCode, region, hour, limit.persons()))
                .onFailure(cause -> {
                    denials.written = false; // so that the next question tries again
                    LOG.warn("That café {} probes is not written down yet: {}", placeCode, DatabaseFailure.say(cause));
                });
    }
}
