package lingdian.office.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import lingdian.domain.RegionCode;
import lingdian.office.campaign.CampaignReport.CampaignRecords;
import lingdian.office.campaign.CampaignReport.Confirmed;
import lingdian.office.inspection.PremisesKinds;
import org.jspecify.annotations.Nullable;

/**
 * How far one region is in a campaign: whether it joined, and the figures of what it and the regions below it entered.
 *
 * <p>A city's figures in a province's campaign include those of its counties. The figures of the region that issued the
 * campaign are those of its own units.
 *
 * @param participant null if it has not joined
 * @param entries how many it made
 */
record CampaignProgress(RegionCode region, @Nullable Participant participant, int entries, CampaignReport report) {

    /**
     * The regions of a campaign that its reader may see: the issuer, those directly below it that have cafés, and all
     * that joined; in the order of their codes.
     *
     * @param counties those that have cafés
     */
    static List<CampaignProgress> of(CampaignLedger ledger, List<RegionCode> counties, PremisesKinds kinds) {
        RegionCode issuer = ledger.campaign().region();
        var regions = new TreeSet<String>();
        counties.stream()
                .map(county -> directlyBelow(issuer, county))
                .filter(region -> ledger.reader().covers(region))
                .forEach(region -> regions.add(region.value()));
        ledger.participants().forEach(one -> regions.add(one.region().value()));
        regions.remove(issuer.value());
        var progress = new ArrayList<CampaignProgress>();
        if (ledger.isIssuer()) {
            progress.add(one(ledger, issuer, entry -> entry.region().equals(issuer), kinds));
        }
        for (String code : regions) {
            var region = new RegionCode(code);
            progress.add(one(ledger, region, entry -> region.covers(entry.region()), kinds));
        }
        return progress;
    }

    /** The region between an issuer and a county that is one level below the issuer; the county of its own issuer. */
    private static RegionCode directlyBelow(RegionCode issuer, RegionCode county) {
        return county.covering().stream()
                .filter(one -> !one.equals(issuer) && issuer.covers(one))
                .reduce((lower, higher) -> higher)
                .orElse(county);
    }

    private static CampaignProgress one(
            CampaignLedger ledger, RegionCode region, Predicate<CampaignEntry> its, PremisesKinds kinds) {
        List<CampaignEntry> entries = ledger.entries().stream().filter(its).toList();
        return new CampaignProgress(
                region,
                ledger.participant(region).orElse(null),
                entries.size(),
                CampaignReport.of(records(entries, List.of()), kinds));
    }

    /** The records of these entries; one that is part of an entry which is not among them is outermost. */
    static CampaignRecords records(List<CampaignEntry> entries, List<Confirmed> confirmed) {
        var ids = entries.stream().map(CampaignEntry::id).collect(Collectors.toSet());
        return new CampaignRecords(
                CampaignLedger.activities(entries).stream()
                        .map(one -> ids.contains(one.within()) ? one : one.outermost())
                        .toList(),
                entries.stream()
                        .filter(CampaignEntry::isTraining)
                        .map(CampaignEntry::asTraining)
                        .toList(),
                entries.stream()
                        .filter(CampaignEntry::isLetters)
                        .map(CampaignEntry::asLetters)
                        .toList(),
                confirmed);
    }
}
