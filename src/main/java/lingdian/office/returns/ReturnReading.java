package lingdian.office.returns;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.Authority;
import lingdian.domain.CampaignId;
import lingdian.domain.RegionCode;
import lingdian.law.returns.CountyReturn;
import lingdian.law.returns.CountyReturns;
import lingdian.law.returns.ReturnFigure;
import lingdian.law.returns.ReturnForm;
import lingdian.law.returns.ReturnForms;
import lingdian.law.returns.ReturnPeriod;
import lingdian.law.returns.RowKind;
import lingdian.law.returns.RowTally;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.campaign.Campaign;
import lingdian.office.campaign.CampaignStore;
import org.jspecify.annotations.Nullable;

/** Reads what a return is made of: its period, its rows, and what was submitted. */
final class ReturnReading {
    /** The newest campaigns in a year's list. */
    private static final int CAMPAIGNS_MAX = 200;

    private static final String UUID_BEGIN = "[0-9a-fA-F]{8}-.*";

    private final ReturnForms forms;
    private final ReturnRowStore rows;
    private final ReturnSubmissionStore submissions;
    private final CampaignStore campaigns;

    ReturnReading(ReturnForms forms, ReturnRowStore rows, ReturnSubmissionStore submissions, CampaignStore campaigns) {
        this.forms = forms;
        this.rows = rows;
        this.submissions = submissions;
        this.campaigns = campaigns;
    }

    /**
     * A period, and the campaign that it is.
     *
     * @param campaign its name; null: part of the calendar
     */
    record Named(ReturnPeriod period, @Nullable String campaign) {}

    static Authority authority(Account account) {
        return Objects.requireNonNull(account.authority(), "only regulators may call");
    }

    /** The region that is asked for, within the account's own; that, if none is. */
    static RegionCode region(AuthorisedCall call) {
        RegionCode own = call.scope().region();
        RegionCode asked = Objects.requireNonNullElse(call.region(), own);
        if (!own.covers(asked)) {
            throw Refused.unknown();
        }
        return asked;
    }

    ReturnForm form(Account account) {
        return forms.of(authority(account));
    }

    String formVersion() {
        return forms.version();
    }

    /** The period that the path names; refused if there is none, or it is a campaign that the account does not see. */
    Future<Named> period(SqlClient client, AuthorisedCall call) {
        String name = call.path("period");
        if (!name.matches(UUID_BEGIN)) {
            return ReturnPeriod.of(name)
                    .map(period -> Future.succeededFuture(new Named(period, null)))
                    .orElseGet(() -> Future.failedFuture(Refused.unknown()));
        }
        return campaigns
                .find(client, call.account(), new CampaignId(UUID.fromString(name)))
                .map(found -> named(found.orElseThrow(Refused::unknown)));
    }

    /** The campaigns that the account sees and that a year has days of. */
    Future<List<Named>> campaigns(SqlClient client, Account account, int year) {
        return campaigns
                .ofYear(client, account, year, CAMPAIGNS_MAX)
                .map(found -> found.stream()
                        .map(one -> new Named(ReturnPeriod.campaign(one.id(), one.from(), one.to()), one.name()))
                        .toList());
    }

    private static Named named(Campaign campaign) {
        return new Named(ReturnPeriod.campaign(campaign.id(), campaign.from(), campaign.to()), campaign.name());
    }

    Future<ReturnSheet> sheet(SqlClient client, ReturnQuery query, @Nullable String campaign) {
        var tallies = rows.tallies(client, query);
        var submitted = query.isOfCounty()
                ? submissions.versions(
                        client,
                        query.authority(),
                        query.region(),
                        query.period().name())
                : submissions.newest(
                        client,
                        query.authority(),
                        query.region(),
                        List.of(query.period().name()));
        var counties = counties(client, query.region());
        return Future.all(tallies, submitted, counties)
                .map(read -> new ReturnSheet(
                        query,
                        forms.of(query.authority()),
                        forms.version(),
                        campaign,
                        counties(query, counties.result(), tallies.result(), submitted.result()),
                        submitted.result()));
    }

    /** The one, or those in a region that have cafés. */
    Future<List<RegionCode>> counties(SqlClient client, RegionCode region) {
        return ReturnQuery.isCounty(region)
                ? Future.succeededFuture(List.of(region))
                : campaigns.counties(client, region);
    }

    /** Those with cafés, with rows or with a submission, by code. */
    private CountyReturns counties(
            ReturnQuery query,
            List<RegionCode> withCafes,
            Map<RegionCode, Map<RowKind, RowTally>> tallies,
            List<Submission> submitted) {
        ReturnForm form = forms.of(query.authority());
        Map<RegionCode, Submission> newest = submitted.stream()
                .collect(Collectors.toMap(Submission::county, Function.identity(), (first, older) -> first));
        return new CountyReturns(Stream.of(withCafes.stream(), tallies.keySet().stream(), newest.keySet().stream())
                .flatMap(Function.identity())
                .filter(ReturnQuery::isCounty)
                .distinct()
                .sorted(Comparator.comparing(RegionCode::value))
                .map(county ->
                        countyReturn(county, form.figures(tallies.getOrDefault(county, Map.of())), newest.get(county)))
                .toList());
    }

    private static CountyReturn countyReturn(
            RegionCode county, Map<String, ReturnFigure> counted, @Nullable Submission newest) {
        return new CountyReturn(county, counted, newest == null ? null : newest.figures());
    }
}
