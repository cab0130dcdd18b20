package dev.afterimage.flink.embedded;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.blob.BlobServer;
import org.apache.flink.runtime.dispatcher.DispatcherGateway;
import org.apache.flink.runtime.dispatcher.SessionDispatcherFactory;
import org.apache.flink.runtime.dispatcher.runner.DefaultDispatcherRunnerFactory;
import org.apache.flink.runtime.entrypoint.component.DefaultDispatcherResourceManagerComponentFactory;
import org.apache.flink.runtime.entrypoint.component.DispatcherResourceManagerComponent;
import org.apache.flink.runtime.entrypoint.component.DispatcherResourceManagerComponentFactory;
import org.apache.flink.runtime.heartbeat.HeartbeatServices;
import org.apache.flink.runtime.metrics.MetricRegistry;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.resourcemanager.StandaloneResourceManagerFactory;
import org.apache.flink.runtime.rest.RestEndpointFactory;
import org.apache.flink.runtime.rpc.FatalErrorHandler;
import org.apache.flink.runtime.security.token.DelegationTokenManager;
import org.apache.flink.runtime.webmonitor.retriever.MetricQueryServiceRetriever;

import java.util.Collection;

/**
 * A {@link MiniCluster} that listens nowhere. Flink always makes a REST server, over which anybody could run code, and a server for large
 * objects; jobs of this process need neither. The REST server has no routes and is closed in the moment it has been bound; the other is
 * closed before the first job can be submitted. Both are bound to the loopback address until then. RPC and the exchange between tasks are
 * local to the process where there is one task manager, and have no port.
 */
final class UnreachableCluster extends MiniCluster {

    private volatile ClosedRestEndpoint endpoint;

    UnreachableCluster(MiniClusterConfiguration configuration) {
        super(configuration);
    }

    /** Returns when nothing listens any more. */
    @Override
    public void start() throws Exception {
        super.start();
        endpoint.closeAsync().get();
    }

    @Override
    protected Collection<? extends DispatcherResourceManagerComponent> createDispatcherResourceManagerComponents(
            Configuration configuration, RpcServiceFactory rpcServiceFactory, BlobServer blobServer, HeartbeatServices heartbeatServices,
            DelegationTokenManager delegationTokenManager, MetricRegistry metricRegistry,
            MetricQueryServiceRetriever metricQueryServiceRetriever, FatalErrorHandler fatalErrorHandler) throws Exception {
        // What is left of it keeps objects in local files, as before.
        blobServer.close();
        return super.createDispatcherResourceManagerComponents(configuration, rpcServiceFactory, blobServer, heartbeatServices,
                delegationTokenManager, metricRegistry, metricQueryServiceRetriever, fatalErrorHandler);
    }

    @Override
    protected DispatcherResourceManagerComponentFactory createDispatcherResourceManagerComponentFactory() {
        RestEndpointFactory<DispatcherGateway> rest = (configuration, dispatcher, resources, blobs, executor, metrics, election, fatal) ->
                endpoint = new ClosedRestEndpoint(configuration, dispatcher, resources, blobs, executor, metrics, election, fatal);
        return new DefaultDispatcherResourceManagerComponentFactory(
                DefaultDispatcherRunnerFactory.createSessionRunner(SessionDispatcherFactory.INSTANCE),
                StandaloneResourceManagerFactory.getInstance(), rest);
    }
}
