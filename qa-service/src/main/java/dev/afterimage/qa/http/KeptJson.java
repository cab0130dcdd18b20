package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.retention.Forecast;
import dev.afterimage.core.retention.Holding;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import java.util.List;

/**
 * What is kept of a stream: {@code {bytes, recording: {bytes}, kv: {bytes}, thumbnails: {bytes}, evidence: {bytes}, limits, bytes_a_day,
 * lasts_days, disk_free}}. {@code lasts_days} is null where nothing is written; it says how far back all will reach within the limits, or
 * how long it takes to fill the disk.
 */
public final class KeptJson {

    private KeptJson() { }

    public static ObjectNode of(SegmentStore store, StreamId stream, long nowMillis) {
        List<Holding> holdings = store.holdings().stream().filter(holding -> holding.stream().equals(stream)).toList();
        ObjectNode json = Json.object().put("bytes", holdings.stream().mapToLong(Holding::bytes).sum());
        holdings.forEach(holding -> json.putObject(holding.kind() == null ? "evidence" : LimitsJson.key(holding.kind()))
                .put("bytes", holding.bytes()));
        json.set("limits", LimitsJson.json(store.limits(stream)));
        Forecast forecast = Forecast.of(holdings, store.limits(stream), store.diskFree(), nowMillis);
        json.put("bytes_a_day", Math.round(forecast.bytesADay())).put("disk_free", store.diskFree());
        if (Double.isFinite(forecast.days())) {
            json.put("lasts_days", Json.rounded(forecast.days()));
        } else {
            json.putNull("lasts_days");
        }
        return json.put("limited", forecast.limited());
    }
}
