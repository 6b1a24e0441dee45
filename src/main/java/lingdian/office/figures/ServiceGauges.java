package lingdian.office.figures;

/**
 * Gauges of the service's present state, for its operators: values of meters, not figures of a report.
 *
 * @param licensed cafés whose licence has not ended
 * @param heard those of them that sent anything within the last quarter of an hour
 * @param databaseBytes the size of the database on its disk
 */
public record ServiceGauges(long licensed, long heard, long databaseBytes) {
    static final ServiceGauges UNKNOWN = new ServiceGauges(0, 0, 0);
}
