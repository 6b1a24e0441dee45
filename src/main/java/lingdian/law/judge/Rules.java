package lingdian.law.judge;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.law.figures.PeerComparison;
import lingdian.law.figures.PeerDeviation;
import lingdian.law.statute.LawStanding;
import lingdian.law.statute.LawText;
import lingdian.law.statute.Laws;
import lingdian.law.statute.LegalGround;
import lingdian.platform.settings.Default;
import lingdian.platform.settings.Inline;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force: thresholds, standing, authorities and law of each code, with a version. Read from {@code
 * config/rules.yaml}.
 *
 * @param version names this set of rules; every violation keeps it
 */
public record Rules(
        String version, Thresholds thresholds, Identification identification, Laws laws, Map<Code, Rule> rules) {
    public Rules {
        if (version.isBlank()) {
            throw new IllegalArgumentException("version: must not be blank");
        }
        rules = new EnumMap<>(rules);
        for (Code code : Code.values()) {
            if (!rules.containsKey(code)) {
                throw new IllegalArgumentException("rules: " + code + " is missing");
            }
            Objects.requireNonNull(rules.get(code)).names().forEach(laws::requireKnown);
        }
    }

    /** These rules with one of them in shadow everywhere. */
    public Rules withInShadow(Code code, String newVersion) {
        var changed = new EnumMap<>(rules);
        changed.put(code, rule(code).inShadow());
        return new Rules(newVersion, thresholds, identification, laws, changed);
    }

    /** Whether the findings of a rule are shown in any region. */
    public boolean isEnabledAnywhere(Code code) {
        return rule(code).isEnabledAnywhere();
    }

    /** What happens to a finding under these rules. */
    public RuleState state(Finding finding) {
        return rule(finding.code()).in(finding.region());
    }

    /** Whom a finding concerns. */
    public List<Authority> authorities(Finding finding) {
        Rule rule = rule(finding.code());
        LegalGround ground = finding.ground();
        RuleGround other = rule.other(ground);
        if (other == null) {
            return rule.authorities();
        }
        if (ground != null && ground.orderedBy() != null && other.authorities().isEmpty()) {
            return List.of(ground.orderedBy());
        }
        return other.authorities().isEmpty() ? rule.authorities() : other.authorities();
    }

    /**
     * The texts of law that a finding quotes: those in force on the day on which it began.
     *
     * @param zone the café's, whose day it is
     */
    public List<LawText> law(Finding finding, ZoneId zone) {
        Rule rule = rule(finding.code());
        LegalGround ground = finding.ground();
        RuleGround other = rule.other(ground);
        LocalDate day = LocalDate.ofInstant(finding.startedAt(), zone);
        List<LawText> texts = laws.inForce(other == null ? rule.law() : other.law(), day);
        String document = other == null || ground == null ? null : ground.document();
        return document == null
                ? texts
                : Stream.concat(Stream.of(ordered(document)), texts.stream()).toList();
    }

    /** An order is a ground of its own, which no law of these rules has the wording of. */
    private static LawText ordered(String document) {
        return new LawText(document, "以该文件原文为准", null, null, LawStanding.TO_BE_CHECKED, null, null);
    }

    /** The rule of {@code code}. */
    public Rule rule(Code code) {
        return Objects.requireNonNull(rules.get(code));
    }

    /**
     * Where a person must be known beforehand, by region codes whose trailing zeros are wildcards (handbook,
     * glossary.md#regions-as-scopes).
     *
     * @param priorRegistration regions whose cafés may let in registered persons only
     * @param outsideVerification regions whose cafés' logins an outside verifier must confirm
     */
    public record Identification(List<RegionCode> priorRegistration, List<RegionCode> outsideVerification) {
        /** Nowhere. */
        public static final Identification NONE = new Identification(List.of(), List.of());

        public Identification {
            priorRegistration = List.copyOf(priorRegistration);
            outsideVerification = List.copyOf(outsideVerification);
        }

        /** Whether cafés of this county may let in registered persons only. */
        public boolean registrationRequired(RegionCode county) {
            return covers(priorRegistration, county);
        }

        /** Whether an outside verifier must confirm the persons in cafés of this county. */
        public boolean verificationRequired(RegionCode county) {
            return covers(outsideVerification, county);
        }

        private static boolean covers(List<RegionCode> regions, RegionCode county) {
            for (RegionCode region : regions) { // no Stream: every login asks, and most lists are empty
                if (region.covers(county)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * What takes the place of a rule's own law and authorities in one circumstance.
     *
     * @param authorities empty: who ordered the suspension, or else the rule's own
     * @param law names of articles
     */
    public record RuleGround(List<Authority> authorities, List<String> law) {
        public RuleGround {
            authorities = List.copyOf(authorities);
            law = List.copyOf(law);
        }
    }

    /**
     * One rule.
     *
     * @param state what comes of what it finds
     * @param regions where another state holds, by region codes; the most specific one counts
     * @param standing what it has unless circumstances give it another (handbook, rules.md#what-each-rule-finds)
     * @param authorities one or both
     * @param law names of articles
     * @param grounds the circumstances in which another law, or another authority, counts
     */
    public record Rule(
            RuleState state,
            Map<RegionCode, RuleState> regions,
            Standing standing,
            List<Authority> authorities,
            List<String> law,
            Map<LegalGround.Cause, RuleGround> grounds) {
        public Rule {
            regions = Map.copyOf(regions);
            grounds = Map.copyOf(grounds);
            authorities = List.copyOf(authorities);
            law = List.copyOf(law);
            if (authorities.isEmpty()) {
                throw new IllegalArgumentException("authorities: name at least one");
            }
        }

        /** The names of all articles that it may quote, by circumstance. */
        private List<List<String>> names() {
            return Stream.concat(Stream.of(law), grounds.values().stream().map(RuleGround::law))
                    .toList();
        }

        private @Nullable RuleGround other(@Nullable LegalGround ground) {
            return ground == null ? null : grounds.get(ground.cause());
        }

        /** The state of its findings in a café of this county: as with hours, the county overrides the city. */
        public RuleState in(RegionCode county) {
            return regions.isEmpty()
                    ? state
                    : regions.entrySet().stream()
                            .filter(entry -> entry.getKey().covers(county))
                            .max(Comparator.comparingInt(
                                    entry -> entry.getKey().prefix().length()))
                            .map(Map.Entry::getValue)
                            .orElse(state);
        }

        /** Whether its findings are shown in any region. */
        boolean isEnabledAnywhere() {
            return state == RuleState.ENABLED || regions.containsValue(RuleState.ENABLED);
        }

        /** This rule with its findings hidden everywhere. */
        Rule inShadow() {
            return new Rule(RuleState.SHADOW, Map.of(), standing, authorities, law, grounds);
        }
    }

    /**
     * The numbers in the rules (handbook, rules.md#thresholds).
     *
     * @param graceMinutes after closing, for settling, before an open session is overtime
     * @param suspicion those of the suspicions
     */
    public record Thresholds(
            int graceMinutes,
            @Inline Hearing hearing,
            @Inline Sessions sessions,
            @Inline Correction correction,
            @Inline Outage outage,
            @Default("{}") Suspicion suspicion) {
        public Thresholds {
            notNegative("graceMinutes", graceMinutes);
        }

        private static void notNegative(String name, int value) {
            if (value < 0) {
                throw new IllegalArgumentException(name + ": must not be negative");
            }
        }

        Duration grace() {
            return Duration.ofMinutes(graceMinutes);
        }

        /** Of permitted time without anything received; 0 finds no silence at all. */
        public Duration silence() {
            return Duration.ofMinutes(hearing.silenceMinutes());
        }

        /** Of permitted time without a new event; 0 finds no absence at all. */
        public Duration absence() {
            return Duration.ofHours(hearing.absenceHours());
        }

        /** What agents get to come back. */
        public Duration reconnect() {
            return Duration.ofSeconds(hearing.reconnectSeconds());
        }

        /**
         * Whether an agent is heard.
         *
         * @param silenceMinutes after which a café that sent nothing counts as not heard
         * @param reconnectSeconds that agents get to come back when a node of the service went away or began
         * @param absenceHours of permitted time after which a café that sent nothing new counts as absent
         */
        public record Hearing(
                int silenceMinutes,
                @Default("120") int reconnectSeconds,
                @Default("24") int absenceHours) {
            public Hearing {
                notNegative("silenceMinutes", silenceMinutes);
                notNegative("absenceHours", absenceHours);
                notNegative("reconnectSeconds", reconnectSeconds);
            }
        }

        /**
         * Sessions and what heartbeats say of them.
         *
         * @param sharedMinutes by which two sessions of a person may overlap (a change of seats)
         * @param unregisteredMinutes at most between two heartbeats that list a terminal without a session
         * @param missedHeartbeats in a row that end a session whose terminal they do not list
         * @param gapHours of effective time after which open sessions are taken to have ended
         */
        public record Sessions(int sharedMinutes, int unregisteredMinutes, int missedHeartbeats, int gapHours) {
            public Sessions {
                notNegative("sharedMinutes", sharedMinutes);
                notNegative("unregisteredMinutes", unregisteredMinutes);
                if (missedHeartbeats < 1 || gapHours < 1) {
                    throw new IllegalArgumentException("missedHeartbeats and gapHours: at least 1");
                }
            }

            Duration shared() {
                return Duration.ofMinutes(sharedMinutes);
            }

            Duration unregistered() {
                return Duration.ofMinutes(unregisteredMinutes);
            }

            Duration gap() {
                return Duration.ofHours(gapHours);
            }
        }

        /**
         * What corrects the time of an event.
         *
         * @param sentSkewSeconds by which the agent's clock may differ before its times are corrected
         * @param adjustedSeconds of correction from which an event is marked as adjusted
         */
        public record Correction(int sentSkewSeconds, int adjustedSeconds) {
            public Correction {
                notNegative("sentSkewSeconds", sentSkewSeconds);
                notNegative("adjustedSeconds", adjustedSeconds);
            }
        }

        /**
         * Cafés of one county that fall silent together.
         *
         * @param outageCafes from which it looks like an outage of their network
         * @param outagePercent of the cafés heard in the county that those must be
         * @param outageSeconds within which they fall silent
         */
        public record Outage(
                @Default("5") int outageCafes,
                @Default("30") int outagePercent,
                @Default("120") int outageSeconds) {
            public Outage {
                notNegative("outageSeconds", outageSeconds);
                if (outageCafes < 2 || outagePercent < 1 || outagePercent > 100) {
                    throw new IllegalArgumentException("outageCafes: at least 2; outagePercent: from 1 to 100");
                }
            }

            /** Whether so many silent cafés of so many heard ones look like an outage of their network. */
            public boolean isOutage(long silent, long heard) {
                return silent >= outageCafes && 100 * silent >= outagePercent * heard;
            }

            /** Within which those that belong together fall silent. */
            public Duration together() {
                return Duration.ofSeconds(outageSeconds);
            }
        }
    }

    /** The numbers in the suspicions, by rule (handbook, suspicions.md). */
    public record Suspicion(
            @Inline Card card,
            @Inline LongSession longSession,
            @Inline Typed typed,
            @Inline Bridge bridge,
            @Inline Nightly nightly,
            @Inline Clock clock,
            @Inline Patrol patrol,
            @Inline Severity severity,
            @Inline Powered powered,
            @Inline Registrations registrations) {
        private static void atLeastOne(int... thresholds) {
            for (int threshold : thresholds) {
                if (threshold < 1) {
                    throw new IllegalArgumentException("suspicion: every threshold is at least 1");
                }
            }
        }

        /**
         * {@code CARD_ON_MANY_SEATS}.
         *
         * @param cardSeats number of seats, in one café and business day, from which one card is suspicious
         * @param cardLogins number of logins from which one card is suspicious
         * @param cardHours maximum total hours of its sessions
         */
        public record Card(
                @Default("4") int cardSeats,
                @Default("6") int cardLogins,
                @Default("16") int cardHours) {
            public Card {
                atLeastOne(cardSeats, cardLogins, cardHours);
            }
        }

        /**
         * {@code SESSION_TOO_LONG}.
         *
         * @param longLeadHours that a session may last before it is a lead
         * @param longHours before it is a suspicion
         * @param longFaultHours before the records are doubted first
         */
        public record LongSession(
                @Default("16") int longLeadHours,
                @Default("24") int longHours,
                @Default("72") int longFaultHours) {
            public LongSession {
                atLeastOne(longLeadHours, longHours, longFaultHours);
            }
        }

        /**
         * {@code DOCUMENTS_TYPED_BY_HAND}.
         *
         * @param typedPercent of a day's documents that may be typed by hand
         * @param typedTimes the usual share that it may be
         * @param typedDays that must be known for there to be a usual share
         * @param typedLogins that a day needs to be judged
         */
        public record Typed(
                @Default("10") int typedPercent,
                @Default("3") int typedTimes,
                @Default("7") int typedDays,
                @Default("30") int typedLogins) {
            public Typed {
                atLeastOne(typedPercent, typedTimes, typedDays, typedLogins);
            }
        }

        /**
         * {@code MIDNIGHT_BRIDGED}.
         *
         * @param bridgeBeforeMinutes before closing from which a logout is one at closing
         * @param bridgeAfterMinutes after closing until which a logout is one at closing
         * @param bridgeReturnMinutes after the opening until which a person counts as returned
         * @param bridgeSilenceMinutes without an event after which the place may have been shut down
         * @param bridgePairs number of pairs of person and seat from which a night is suspicious
         * @param bridgePercent share of the licensed terminals in such pairs from which a night is suspicious
         */
        public record Bridge(
                @Default("10") int bridgeBeforeMinutes,
                @Default("5") int bridgeAfterMinutes,
                @Default("15") int bridgeReturnMinutes,
                @Default("15") int bridgeSilenceMinutes,
                @Default("5") int bridgePairs,
                @Default("30") int bridgePercent) {
            public Bridge {
                atLeastOne(
                        bridgeBeforeMinutes,
                        bridgeAfterMinutes,
                        bridgeReturnMinutes,
                        bridgeSilenceMinutes,
                        bridgePairs,
                        bridgePercent);
            }

            Duration silence() {
                return Duration.ofMinutes(bridgeSilenceMinutes);
            }

            Duration comeback() {
                return Duration.ofMinutes(bridgeReturnMinutes);
            }
        }

        /** What is judged by the figures that are worked out at night. */
        public record Nightly(
                @Inline Coverage coverage, @Inline Peers peers) {}

        /**
         * {@code CAFE_UNLIKE_PEERS}.
         *
         * @param peerLogins number of logins of 28 days from which a café is compared, at least {@value
         *     PeerComparison#MIN_LOGINS}
         * @param peerScoreTenths of the robust z-score; a greater one, in either direction, is a lead; at least
         *     {@value #LEAST_SCORE_TENTHS}
         */
        public record Peers(
                @Default("100") int peerLogins,
                @Default("35") int peerScoreTenths) {
            /** Nearer cafés are not entered. */
            private static final int LEAST_SCORE_TENTHS = PeerComparison.MIN_SCORE_THOUSANDTHS / 100;

            public Peers {
                if (peerLogins < PeerComparison.MIN_LOGINS || peerScoreTenths < LEAST_SCORE_TENTHS) {
                    throw new IllegalArgumentException("peerLogins: at least %d; peerScoreTenths: at least %d"
                            .formatted(PeerComparison.MIN_LOGINS, LEAST_SCORE_TENTHS));
                }
            }

            /** Whether a café is so far from its peers that somebody may look at it. */
            boolean isUnlike(PeerDeviation deviation) {
                return deviation.logins() >= peerLogins
                        && Math.abs(deviation.scoreThousandths()) > 100 * peerScoreTenths;
            }
        }

        /**
         * {@code COVERAGE_LOW}.
         *
         * @param coveragePercent of the licensed terminals that must be heard of
         * @param coverageLowPercent below which it is grave after some days
         * @param coverageDays number of days below {@code coverageLowPercent} after which it is grave
         */
        public record Coverage(
                @Default("90") int coveragePercent,
                @Default("50") int coverageLowPercent,
                @Default("3") int coverageDays) {
            public Coverage {
                atLeastOne(coveragePercent, coverageLowPercent, coverageDays);
            }
        }

        /**
         * {@code CLOCK_WRONG}.
         *
         * @param clockLeadSeconds by which the agent's clock may differ before it is a lead
         * @param clockMinutes before it is a suspicion
         */
        public record Clock(
                @Default("60") int clockLeadSeconds,
                @Default("5") int clockMinutes) {
            public Clock {
                atLeastOne(clockLeadSeconds, clockMinutes);
            }
        }

        /**
         * {@code PATROL_MISSING}.
         *
         * @param patrolHours that may pass without a patrol while it is open
         * @param patrolSilenceMinutes without an event after which nothing is known of it
         */
        public record Patrol(
                @Default("2") int patrolHours,
                @Default("15") int patrolSilenceMinutes) {
            public Patrol {
                atLeastOne(patrolHours, patrolSilenceMinutes);
            }

            Duration interval() {
                return Duration.ofHours(patrolHours);
            }

            Duration silence() {
                return Duration.ofMinutes(patrolSilenceMinutes);
            }
        }

        /**
         * What makes a violation a grave one: {@code OVERTIME_GRAVE}, {@code MINORS_GRAVE}, {@code
         * MEASURES_STOPPED_GRAVE}.
         *
         * @param overtimeGraveMinutes that overtime may last before it is grave
         * @param overtimeGraveSeats number of sessions open at once, at or after grace, from which overtime is grave
         * @param minorsGrave number of minors inside at once from which it is grave
         * @param silencesGrave number of silences in a business day from which they are grave
         * @param silenceGraveMinutes of silence in a business day; more is grave
         */
        public record Severity(
                @Default("30") int overtimeGraveMinutes,
                @Default("3") int overtimeGraveSeats,
                @Default("3") int minorsGrave,
                @Default("3") int silencesGrave,
                @Default("120") int silenceGraveMinutes) {
            public Severity {
                atLeastOne(overtimeGraveMinutes, overtimeGraveSeats, minorsGrave, silencesGrave, silenceGraveMinutes);
            }

            Duration silenceGrave() {
                return Duration.ofMinutes(silenceGraveMinutes);
            }
        }

        /**
         * {@code POWERED_WHILE_SUSPENDED}.
         *
         * @param poweredTerminals number of terminals, staff ones apart, that are on
         * @param poweredMinutes that they may be on
         * @param poweredSilenceMinutes without a heartbeat after which nothing is known of them
         */
        public record Powered(
                @Default("2") int poweredTerminals,
                @Default("30") int poweredMinutes,
                @Default("15") int poweredSilenceMinutes) {
            public Powered {
                atLeastOne(poweredTerminals, poweredMinutes, poweredSilenceMinutes);
            }

            Duration powered() {
                return Duration.ofMinutes(poweredMinutes);
            }
        }

        /**
         * Registrations that look made up: {@code AGE_IMPROBABLE}, {@code REGISTRATION_BURST}, {@code
         * REGISTRATION_REPLAY}.
         *
         * @param ageLead in years, from which a person's age is a lead
         * @param ageSuspicion in years, above which it is a suspicion
         * @param burstLogins number of guests who are registered within {@code burstSeconds}
         * @param replayLogins number of persons of a list that comes again, 2 to 20: all but one of them are remembered
         */
        public record Registrations(
                @Default("75") int ageLead,
                @Default("100") int ageSuspicion,
                @Default("5") int burstLogins,
                @Default("30") int burstSeconds,
                @Default("5") int replayLogins) {
            public Registrations {
                atLeastOne(ageLead, ageSuspicion, burstLogins, burstSeconds);
                if (replayLogins < 2 || replayLogins > 20) {
                    throw new IllegalArgumentException("replayLogins: from 2 to 20");
                }
            }

            Duration burst() {
                return Duration.ofSeconds(burstSeconds);
            }
        }
    }
}
