{{- define "afterimage.name" -}}
{{- if contains "afterimage" .Release.Name }}{{ .Release.Name }}{{ else }}{{ .Release.Name }}-afterimage{{ end }}
{{- end }}

{{- define "afterimage.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag }}
{{- end }}

{{- define "afterimage.labels" -}}
app.kubernetes.io/name: afterimage
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "afterimage.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "afterimage.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities: {drop: [ALL]}
{{- end }}

{{- define "afterimage.log" -}}
- {name: AFTERIMAGE_LOG, value: {{ .Values.log.level | quote }}}
- {name: AFTERIMAGE_LOG_FORMAT, value: {{ .Values.log.format | quote }}}
{{- end }}

{{- define "afterimage.where" -}}
{{- with .Values.nodeSelector }}
nodeSelector: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{ toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "afterimage.checkpoints" -}}
{{ .Values.checkpoints.address | default "file:///checkpoints" | trimSuffix "/" }}
{{- end }}

{{- define "afterimage.checkpointsVolume" -}}
- name: checkpoints
  {{- if .Values.checkpoints.address }}
  emptyDir: {}
  {{- else }}
  persistentVolumeClaim:
    claimName: {{ .Values.checkpoints.claim.existingClaim | default (printf "%s-checkpoints" (include "afterimage.name" .)) }}
  {{- end }}
{{- end }}

{{- define "afterimage.ephemeral" -}}
ephemeral:
  volumeClaimTemplate:
    spec:
      accessModes: [ReadWriteOnce]
      {{- with .storageClass }}
      storageClassName: {{ . }}
      {{- end }}
      resources: {requests: {storage: {{ .size }}}}
{{- end }}
