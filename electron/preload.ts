import { contextBridge } from 'electron';

contextBridge.exposeInMainWorld('rosterbridge', {});
