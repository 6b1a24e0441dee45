package lingdian.law.figures;

import lingdian.domain.RegionCode;

/**
 * How far one figure of a café is from that of its peers.
 *
 * @param region of the peers: a county, city or province
 * @param peers how many other cafés it was compared with
 * @param logins of the café in the days that were compared
 * @param valueMillionths the café's
 * @param medianMillionths of the peers
 * @param scoreThousandths the robust z-score, rounded towards zero; negative below the median
 */
public record PeerDeviation(
        PeerFigure figure,
        RegionCode region,
        int peers,
        long logins,
        long valueMillionths,
        long medianMillionths,
        int scoreThousandths) {}
