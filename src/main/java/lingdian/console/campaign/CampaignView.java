package lingdian.console.campaign;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.Refusal;
import lingdian.domain.Authority;
import lingdian.office.campaign.BasisSummary;
import lingdian.office.campaign.CampaignDetail;
import lingdian.office.campaign.CampaignDetail.Entered;
import lingdian.office.campaign.CampaignSummary;
import lingdian.office.campaign.CampaignSums;
import lingdian.office.campaign.CampaignTotals;
import lingdian.office.campaign.RegionProgress;
import lingdian.office.campaign.RegionProgress.Joined;
import lingdian.office.inspection.Count;
import org.jspecify.annotations.Nullable;

/**
 * One campaign with its entries.
 *
 * @param sums the totals of the entries that count
 * @param standing of the reader's region
 * @param regions progress of those that the reader may see
 * @param inspections closed inspections that can be entered
 * @param kinds of premises, by code
 * @param input what was sent and not accepted
 */
record CampaignView(
        CampaignSummary campaign,
        String place,
        Standing standing,
        List<Line> entries,
        Sums sums,
        List<RegionLine> regions,
        List<Choice> inspections,
        List<String> kinds,
        Input input) {
    CampaignView {
        regions = List.copyOf(regions);
        entries = List.copyOf(entries);
        inspections = List.copyOf(inspections);
        kinds = List.copyOf(kinds);
    }

    /**
     * What was sent and not accepted.
     *
     * @param typed the contents of the forms, by field
     * @param refusal why; null if none was refused
     * @param asked what the input leaves open; null if nothing
     */
    record Input(
            Map<String, String> typed,
            @Nullable Refusal refusal,
            @Nullable PartsAsked asked) {
        static final Input NONE = new Input(Map.of(), null, null);

        Input {
            typed = Map.copyOf(typed);
        }
    }

    /**
     * For whom the reader acts.
     *
     * @param joined what the reader's region stated on joining; null if it issued the campaign, or has not joined
     */
    record Standing(
            boolean issuer, boolean mayEnter, @Nullable Joined joined) {
        static Standing of(CampaignDetail campaign) {
            return new Standing(
                    campaign.own().issuer(),
                    campaign.own().mayEnter(),
                    campaign.participants().stream()
                            .filter(one -> one.region().equals(campaign.own().region()))
                            .findFirst()
                            .orElse(null));
        }

        /** What the form shows before anything is typed. */
        BasisSummary basis() {
            return joined == null ? BasisSummary.NONE : joined.basis();
        }
    }

    /** The progress of one region. */
    record RegionLine(
            String place,
            RegionProgress progress,
            List<Figure> figures,
            @Nullable OffsetDateTime joinedAt) {
        RegionLine {
            figures = List.copyOf(figures);
        }

        static List<RegionLine> all(List<RegionProgress> regions, Divisions divisions) {
            return regions.stream()
                    .map(one -> new RegionLine(
                            divisions.name(one.region()),
                            one,
                            Figure.all(one.total(), one.nights()),
                            one.joined() == null
                                    ? null
                                    : OffsetDateTime.parse(one.joined().at())))
                    .toList();
        }
    }

    String path() {
        return "/campaigns/" + campaign.id();
    }

    String typed(String field) {
        return input.typed().getOrDefault(field, "");
    }

    /** The typed contents of a field of one form; empty if another form was sent. */
    String typed(String form, String field) {
        return typed("type").equals(form) ? typed(field) : "";
    }

    /** The typed contents of a field of one form; what is stored if another form was sent. */
    String typedOr(String form, String field, String stored) {
        return isOf(form) ? typed(field) : stored;
    }

    /** What a campaign rests on as it was typed into one form, else as it is stored. */
    BasisSummary basis(String form, BasisSummary stored) {
        return isOf(form) ? CampaignForm.basis(input.typed()) : stored;
    }

    /** Why one of the forms was not accepted; null if it was not sent, or accepted. */
    @Nullable
    Refusal refusal(String form) {
        return isOf(form) ? input.refusal() : null;
    }

    /** Whether a form is unfolded: the one that was not accepted, else the first. */
    boolean isOpen(String form) {
        return input.refusal() == null ? form.equals("activity") : isOf(form);
    }

    private boolean isOf(String form) {
        return input.refusal() != null && typed("type").equals(form);
    }

    /** Entries that other entries can be part of. */
    List<Line> activities() {
        return entries.stream().filter(Line::isActivity).toList();
    }

    /**
     * The totals of the entries that count.
     *
     * @param nightRounds the part of the total that comes from night rounds
     * @param confirmed violations that its inspections confirmed
     */
    record Sums(List<Figure> total, List<Figure> nightRounds, List<Confirmed> confirmed) {
        Sums {
            total = List.copyOf(total);
            nightRounds = List.copyOf(nightRounds);
            confirmed = List.copyOf(confirmed);
        }

        static Sums of(CampaignTotals totals) {
            return new Sums(
                    Figure.all(totals.total()),
                    Figure.all(totals.nightRounds()),
                    totals.confirmed().entrySet().stream()
                            .map(one -> new Confirmed(one.getKey(), one.getValue()))
                            .toList());
        }
    }

    /**
     * A counted number.
     *
     * @param group the group of words that has the text of {@code code}
     * @param over whether the count was more than {@code number}
     */
    record Figure(String group, String code, long number, boolean over) {
        private static void add(List<Figure> figures, String group, String code, @Nullable Count count) {
            if (count != null && count.number() > 0) {
                figures.add(new Figure(group, code, count.number(), count.lowerBound()));
            }
        }

        /** The figures of a report or of an entry. */
        static List<Figure> all(CampaignSums sums) {
            return all(sums, sums.nightRounds());
        }

        static List<Figure> all(CampaignSums sums, int nightRounds) {
            var figures = new ArrayList<Figure>();
            add(figures, "figure", "rounds", Count.exactly(nightRounds));
            add(figures, "figure", "officers", sums.officers());
            add(figures, "figure", "vehicles", sums.vehicles());
            sums.visits().forEach((kind, count) -> add(figures, "premises", kind, count));
            add(figures, "figure", "cafes", sums.cafes());
            add(figures, "figure", "letters", sums.letters());
            return figures;
        }
    }

    /** Confirmed violations of a code. */
    record Confirmed(String code, List<String> ids) {
        Confirmed {
            ids = List.copyOf(ids);
        }
    }

    /**
     * An entry, numbered as the report's annex numbers it.
     *
     * @param within the number of the entry that it is part of; 0 if it is part of none
     * @param place of the region that made it; empty if all entries are of one
     * @param own whether the reader's authority and region made it, and so may withdraw it
     */
    record Line(int number, Entered entered, String place, List<Figure> figures, int within, boolean own) {
        Line {
            figures = List.copyOf(figures);
        }

        String id() {
            return entered.id().toString();
        }

        String type() {
            return entered.type();
        }

        boolean isActivity() {
            return type().equals("activity") || type().equals("inspection");
        }

        static List<Line> all(CampaignDetail campaign, @Nullable Authority own, Divisions divisions) {
            List<Entered> entries = campaign.entries();
            boolean several = entries.stream().map(Entered::region).distinct().count() > 1;
            List<UUID> ids = entries.stream().map(Entered::id).toList();
            return entries.stream()
                    .map(one -> new Line(
                            ids.indexOf(one.id()) + 1,
                            one,
                            several ? divisions.name(one.region()) : "",
                            Figure.all(one.sums()),
                            ids.indexOf(one.within()) + 1,
                            one.authority() == own
                                    && one.region().equals(campaign.own().region())))
                    .toList();
        }
    }
}
