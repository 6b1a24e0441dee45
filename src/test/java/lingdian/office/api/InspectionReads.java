package lingdian.office.api;

import static lingdian.office.api.ReaderFixture.ALL;
import static lingdian.office.api.ReaderFixture.CAFE;
import static lingdian.office.api.ReaderFixture.CAMPAIGN;
import static lingdian.office.api.ReaderFixture.EVERYONE;
import static lingdian.office.api.ReaderFixture.INSPECTION;
import static lingdian.office.api.StoreRead.read;

import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import lingdian.domain.CampaignId;
import lingdian.domain.InspectionId;
import lingdian.domain.RegionCode;
import lingdian.office.campaign.CampaignStore;
import lingdian.office.inspection.DrawStore;
import lingdian.office.inspection.InspectionStore;
import lingdian.office.inspection.PlanStore;
import lingdian.office.inspection.SiteRecordStore;
import lingdian.testing.RunningApi;
import lingdian.vault.seal.SealedTexts;

/** Reads of inspections, draws and campaigns. */
final class InspectionReads {
    private static final InspectionStore.Filter ANY_INSPECTION =
            new InspectionStore.Filter(null, null, null, null, null, null);

    /** The campaign of the fixture has the database's day. */
    private static final int THIS_YEAR = Year.now(ZoneOffset.UTC).getValue();

    private InspectionReads() {}

    static Map<String, StoreRead> of(RunningApi api) {
        var texts = new SealedTexts(api.vault);
        var inspections = new InspectionStore(api.vertx, texts);
        var records = new SiteRecordStore(api.vertx, texts);
        var draws = new DrawStore(api.vertx, texts);
        var plans = new PlanStore();
        var campaigns = new CampaignStore();
        return Map.ofEntries(
                read(
                        "lingdian.office.inspection.InspectionStore.find",
                        client -> inspections.find(client, EVERYONE, new InspectionId(INSPECTION))),
                read(
                        "lingdian.office.inspection.InspectionStore.list",
                        client -> inspections
                                .list(client, EVERYONE, ANY_INSPECTION, null, 10)
                                .map(page -> page.items())),
                read(
                        "lingdian.office.inspection.InspectionStore.count",
                        client -> inspections.count(client, EVERYONE, ANY_INSPECTION)),
                read(
                        "lingdian.office.inspection.InspectionStore.corrections",
                        client -> inspections.corrections(client, new InspectionId(INSPECTION))),
                read(
                        "lingdian.office.inspection.SiteRecordStore.outlines",
                        client -> records.outlines(client, new InspectionId(INSPECTION))),
                read(
                        "lingdian.office.inspection.SiteRecordStore.outline",
                        client -> records.outline(client, new InspectionId(INSPECTION), CAFE)),
                read(
                        "lingdian.office.inspection.SiteRecordStore.find",
                        client -> records.find(client, new InspectionId(INSPECTION), CAFE)),
                read(
                        "lingdian.office.inspection.InspectionStore.cases",
                        client -> inspections.cases(client, new InspectionId(INSPECTION))),
                read(
                        "lingdian.office.inspection.InspectionStore.inspectedSince",
                        client -> inspections.inspectedSince(client, Instant.EPOCH)),
                read(
                        "lingdian.office.inspection.DrawStore.pool",
                        client -> draws.pool(client, RegionCode.COUNTRY, Instant.EPOCH)),
                read("lingdian.office.inspection.DrawStore.find", client -> draws.find(client, EVERYONE, INSPECTION)),
                read(
                        "lingdian.office.inspection.DrawStore.list",
                        client -> draws.list(client, EVERYONE, null, 10).map(page -> page.items())),
                read(
                        "lingdian.office.inspection.PlanStore.busy",
                        client -> plans.busy(client, ALL, null, List.of(), Instant.EPOCH)),
                read(
                        "lingdian.office.inspection.PlanStore.inspected",
                        client -> plans.inspected(client, EVERYONE, List.of(CAFE), Instant.EPOCH)),
                read(
                        "lingdian.office.campaign.CampaignStore.find",
                        client -> campaigns.find(client, EVERYONE, new CampaignId(CAMPAIGN))),
                read(
                        "lingdian.office.campaign.CampaignStore.list",
                        client -> campaigns.list(client, EVERYONE, null, 10).map(page -> page.items())),
                read(
                        "lingdian.office.campaign.CampaignStore.ofYear",
                        client -> campaigns.ofYear(client, EVERYONE, THIS_YEAR, 10)),
                read(
                        "lingdian.office.campaign.CampaignStore.entries",
                        client -> campaigns.entries(client, new CampaignId(CAMPAIGN))),
                read(
                        "lingdian.office.campaign.CampaignStore.participants",
                        client -> campaigns.participants(client, new CampaignId(CAMPAIGN))),
                read(
                        "lingdian.office.campaign.CampaignStore.counties",
                        client -> campaigns.counties(client, RegionCode.COUNTRY)),
                read(
                        "lingdian.office.campaign.CampaignStore.confirmed",
                        client -> campaigns.confirmed(client, List.of(new InspectionId(INSPECTION)))));
    }
}
