package lingdian.office.figures;

/**
 * How things stand now, for those who run the service: it is a meter's value and no figure of a report.
 *
 * @param licensed cafés whose licence has not ended
 * @param heard those of them of which anything came within the last quarter of an hour
 * @param databaseBytes what the database takes on its disk
 */
public record Standing(long licensed, long heard, long databaseBytes) {
    static final Standing UNKNOWN = new Standing(0, 0, 0);
}
