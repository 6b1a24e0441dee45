package lingdian.intake.probe;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.RepeatedDenials;
import lingdian.domain.document.PersonToken;
import lingdian.intake.commit.DatabaseFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts whom each café was denied in the running hour, and how often ({@link ProbeLimit}), at whatever node; also of whom it
 * learnt at this node, by findings of its own, that they were elsewhere. Belongs to a shard's event loop.
 *
 * <p>Counted after the commit and kept in memory alone, because it decides when an answer is told and never what it
 * says: a verdict stays the same however often and wherever it is worked out. Of a café no more persons are kept than
 * decide, and of all cafés together {@link #PERSONS_MAX}: where so many are denied in an hour, each further one is late.
 */
public final class Probes {
    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);

    /** Some 100 MB. */
    static final int PERSONS_MAX = 1_000_000;

    /**
     * So many turns a café's answers are late for its findings in an hour. An owner reads them whether or not the answer comes, so what
     * counts is that the auditor sees it; and who sends a week, or a year of another system, must not be held up for what they find.
     */
    static final int TURNS_OF_FINDINGS_MAX = RepeatedDenials.PAUSES_MAX;

    /** Of fewer persons an entry names no café that has them in use: it would say where one of them sits. */
    static final int HELD_MIN = 10;

    private final ProbeLimit limit;
    private final Consumer<Denial> news;
    private final int personsMax;
    private final Map<PlaceCode, Denials> cafes = new HashMap<>();
    private Instant hour = Instant.MIN;
    private int persons;

    private static final class Denials {
        final Set<Long> persons = new HashSet<>();
        /** How many of them were in use in which other café; no more cafés than persons. */
        final Map<PlaceCode, Integer> holders = new HashMap<>();

        final RepeatedDenials<Long> repeated = new RepeatedDenials<>();
        final Map<Long, Integer> elsewhere = new HashMap<>();
        final Map<Long, Integer> elsewhereByOthers = new HashMap<>();
        int turnsOfFindings;
        final Set<ProbeLimit.Kind> written = EnumSet.noneOf(ProbeLimit.Kind.class);
    }

    /** @param news gets what other nodes must count, too: of a café and hour no more than decides there */
    public Probes(ProbeLimit limit, Consumer<Denial> news) {
        this(limit, news, PERSONS_MAX);
    }

    /** @param personsMax how many persons are kept of all cafés together */
    Probes(ProbeLimit limit, Consumer<Denial> news, int personsMax) {
        this.limit = limit;
        this.news = news;
        this.personsMax = personsMax;
    }

    /** How many turns late the answers to these questions are, asked one after the other. */
    public int beyond(PlaceCode placeCode, Instant receivedAt, List<AdmissionQuestion> questions) {
        turnHour(receivedAt);
        int turns = 0;
        for (AdmissionQuestion question : questions) {
            turns += turns(placeCode, question);
        }
        return turns;
    }

    /** How many turns late the answers to an event's café are for what it learnt by findings of its own, one after the other. */
    public int learnt(Instant receivedAt, List<PersonElsewhere> found) {
        turnHour(receivedAt);
        int turns = 0;
        for (PersonElsewhere one : found) {
            int its = turns(one);
            turns += one.byItself() ? its : 0;
        }
        return turns;
    }

    /** Counts a denial of another node; of an hour that is over it counts no more. */
    public void deniedElsewhere(Denial denial) {
        turnHour(denial.hour());
        if (!denial.hour().equals(hour)) {
            return;
        }
        Denials denials = cafes.computeIfAbsent(denial.placeCode(), first -> new Denials());
        if (denials.persons.size() <= limit.persons() && persons < personsMax) {
            persons += denials.persons.add(denial.person()) ? 1 : 0;
        }
        denials.repeated.pauses(denial.person(), denial.repeatable());
    }

    /** What waited over the turn of the hour counts with the new one. */
    private void turnHour(Instant receivedAt) {
        Instant current = receivedAt.truncatedTo(ChronoUnit.HOURS);
        if (current.isAfter(hour)) {
            hour = current;
            cafes.clear();
            persons = 0;
        }
    }

    private int turns(PlaceCode placeCode, AdmissionQuestion question) {
        Denials denials = cafes.get(placeCode);
        if (question.denied()) {
            denials = cafes.computeIfAbsent(placeCode, first -> new Denials());
        }
        if (denials == null) {
            return 0;
        }
        PersonToken token = question.person();
        Long person = token == null ? null : Denial.mark(placeCode, hour, token);
        int known = denials.persons.size();
        int ofMany = ofMany(placeCode, question, person, denials);
        int ofOne = person == null ? 0 : ofOne(placeCode, question, person, denials);
        if (person != null && (denials.persons.size() > known || isNews(question, person, ofOne, denials))) {
            news.accept(new Denial(placeCode, hour, person, question.repeatable()));
        }
        return ofMany + ofOne;
    }

    /** Whether it makes a later answer later. */
    private static boolean isNews(AdmissionQuestion question, Long person, int turns, Denials denials) {
        return question.repeatable() && turns < RepeatedDenials.PAUSES_MAX && denials.repeated.isCounted(person);
    }

    private int ofMany(PlaceCode placeCode, AdmissionQuestion question, @Nullable Long person, Denials denials) {
        if (question.denied() && person != null && denials.persons.size() <= limit.persons()) {
            if (persons >= personsMax && !denials.persons.contains(person)) {
                return 1;
            }
            if (denials.persons.add(person)) {
                persons++;
                if (question.heldBy() != null) {
                    denials.holders.merge(question.heldBy(), 1, Integer::sum);
                }
            }
        }
        if (denials.persons.size() <= limit.persons()) {
            return 0;
        }
        write(placeCode, question.region(), ProbeLimit.Kind.MANY_PERSONS, limit.persons(), denials);
        return 1;
    }

    private int ofOne(PlaceCode placeCode, AdmissionQuestion question, Long person, Denials denials) {
        int turns = denials.repeated.pauses(person, question.repeatable());
        if (turns > 0) {
            write(placeCode, question.region(), ProbeLimit.Kind.ONE_PERSON, RepeatedDenials.AT_ONCE, denials);
        }
        return turns;
    }

    /**
     * By other cafés' events only many findings about one person count, so no café makes another one's findings many. It can make its
     * denials many, by sessions of its guests: of those the entry names the holder.
     */
    private int turns(PersonElsewhere one) {
        PlaceCode placeCode = one.placeCode();
        Denials denials = cafes.computeIfAbsent(placeCode, first -> new Denials());
        Long person = Denial.mark(placeCode, hour, one.person());
        Map<Long, Integer> counted = one.byItself() ? denials.elsewhere : denials.elsewhereByOthers;
        Integer before = counted.get(person);
        boolean ofOne = before != null && before >= RepeatedDenials.AT_ONCE;
        boolean ofMany = before == null && (counted.size() >= limit.persons() || persons >= personsMax);
        if (ofMany && !one.byItself()) {
            return 0;
        }
        if (ofOne) {
            write(placeCode, one.region(), ProbeLimit.Kind.ONE_ELSEWHERE, RepeatedDenials.AT_ONCE, denials);
        } else if (ofMany) {
            write(placeCode, one.region(), ProbeLimit.Kind.MANY_ELSEWHERE, limit.persons(), denials);
        } else {
            persons += before == null ? 1 : 0;
            counted.merge(person, 1, Integer::sum);
            return 0;
        }
        return turnsBeyond(denials);
    }

    private static int turnsBeyond(Denials denials) {
        int left = TURNS_OF_FINDINGS_MAX - denials.turnsOfFindings;
        int turns = Math.min(left, Math.max(1, denials.turnsOfFindings));
        denials.turnsOfFindings += turns;
        return turns;
    }

    private void write(PlaceCode placeCode, RegionCode region, ProbeLimit.Kind kind, int beyond, Denials denials) {
        if (!denials.written.add(kind)) {
            return;
        }
        ProbeLimit.Holder holder = kind == ProbeLimit.Kind.MANY_PERSONS ? holder(denials) : null;
        limit.log()
                .write(new ProbeLimit.Probe(placeCode, region, hour, kind, beyond, holder))
                .onFailure(cause -> {
                    denials.written.remove(kind); // so that the next question tries again
                    LOG.warn("That café {} probes is not written down yet: {}", placeCode, DatabaseFailure.say(cause));
                });
    }

    private static ProbeLimit.@Nullable Holder holder(Denials denials) {
        return denials.holders.entrySet().stream()
                .filter(one -> one.getValue() >= HELD_MIN)
                .max(Map.Entry.comparingByValue())
                .map(most -> new ProbeLimit.Holder(most.getKey(), most.getValue()))
                .orElse(null);
    }
}
